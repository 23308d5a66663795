// SPDX-License-Identifier: MIT
#include <wiretape/gtest.hpp>

TEST(Weather, HasItsCassettesBesideTheCMakeLists) {
  const wiretape::TestDeck deck;
  EXPECT_THAT(deck.cassette_path(),
              testing::EndsWith("/outside/cassettes/Weather/HasItsCassettesBesideTheCMakeLists.yaml"));
}

// SPDX-License-Identifier: MIT
#include <wiretape/gtest.hpp>

TEST(Weather, HasItsCassettesBesideTheCMakeLists) {
  const wiretape::TestDeck deck;
  EXPECT_THAT(deck.cassette_path(),
              testing::EndsWith("/outside/cassettes/Weather/HasItsCassettesBesideTheCMakeLists.yaml"));
}

// Also while the tests are listed, which is when the program is built, and elsewhere.
class WeatherSweep : public wiretape::SweepTest {};

TEST_P(WeatherSweep, FindsItsCassette) {
  EXPECT_THAT(deck.cassette_path(), testing::EndsWith("/outside/cassettes/Weather/Today.yaml"));
  EXPECT_GT(deck.sweep_case().interaction(), 0U);
}

INSTANTIATE_TEST_SUITE_P(Faults, WeatherSweep, wiretape::SweepOf("Weather/Today.yaml", [] {
                           wiretape::SweepOptions options;
                           options.groups = {wiretape::SweepGroup::status};
                           return options;
                         }()));

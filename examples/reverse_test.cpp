// SPDX-License-Identifier: MIT
// Reverse mode, for a client that cannot be given a proxy: the deck stands for one origin, and the client
// gets base_url() in the place of the origin's own. Plain HTTP from the client to the deck, HTTPS beyond.
#include <gmock/gmock.h>

#include <wiretape/gtest.hpp>

#include "weather_client.hpp"

using namespace wiretape;
using testing::ElementsAre;

// [reverse]
TEST(WeatherInReverse, NeedsNoProxy) {
  TestDeck deck({.reverse_origin = "https://api.weather.test"});

  WeatherClient client(deck.base_url());

  EXPECT_THAT(client.week("Oslo"), ElementsAre(-3, -5, -1, 0, 2, 1, -2));
  EXPECT_THAT(deck.requests(), ElementsAre(HasUrl("https://api.weather.test/week?city=Oslo")));
}
// [/reverse]

// SPDX-License-Identifier: MIT
// [all]
#include <gmock/gmock.h>

#include <wiretape/gtest.hpp>

#include "weather_client.hpp"

using namespace wiretape;  // matchers: HasMethod, HasPath, HasHeader, HasJson, ...
using testing::ElementsAre;

// [first]
TEST(WeatherClient, AsksAgainAfterA503) {
  TestDeck deck;                                      // cassettes/WeatherClient/AsksAgainAfterA503.yaml
  deck.when(HasPath("/today")).first(1).answer(503);  // bend the first one only

  WeatherClient client("https://api.weather.test", deck.proxy_url(), deck.ca_file());

  EXPECT_EQ(client.today("Oslo").celsius, -3);  // recorded on the first run, offline ever after
  EXPECT_THAT(deck.requests(),
              ElementsAre(HasPath("/today"), HasPath("/today") && HasHeader("X-Attempt", "2")));
}
// [/first]
// [/all]

// [findings]
TEST(WeatherClient, IsToldWhatCannotBePlayed) {
  TestDeck deck({.cassette = "nobody/recorded/this", .mode = RecordMode::none});
  WeatherClient client("https://api.weather.test", deck.proxy_url(), deck.ca_file());

  EXPECT_THROW(client.today("Oslo"), std::runtime_error);
  EXPECT_THAT(deck.stop(), ElementsAre(testing::Field(&Finding::kind, FindingKind::cassette_missing)));
}
// [/findings]

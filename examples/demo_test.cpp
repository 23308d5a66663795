// SPDX-License-Identifier: MIT
// The test that demo.sh records and replays. The demo's service is found by WEATHER_URL, and signed by an
// authority of the demo's own, WEATHER_CA.
#include <gmock/gmock.h>

#include <cstdlib>
#include <wiretape/gtest.hpp>

#include "weather_client.hpp"

namespace {

std::string setting(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value ? value : otherwise;
}

}  // namespace

// [demo]
TEST(Demo, KnowsTheWeather) {
  wiretape::TestDeck deck({.origin_ca_file = setting("WEATHER_CA", "")});

  WeatherClient client(setting("WEATHER_URL", "https://api.weather.test"), deck.proxy_url(), deck.ca_file());

  EXPECT_EQ(client.today(setting("WEATHER_CITY", "Oslo")).celsius, -3);
}
// [/demo]

// SPDX-License-Identifier: MIT
// A deck without a test framework: findings are what stop() hands over.
// [bare]
#include <cstdio>
#include <wiretape/wiretape.hpp>

#include "weather_client.hpp"

int main() {
  wiretape::Deck deck({.cassette = "Bare/Today.json"});  // cassettes/Bare/Today.json

  WeatherClient client("https://api.weather.test", deck.proxy_url(), deck.ca_file());
  const auto weather = client.today("Oslo");
  std::printf("Oslo: %d degrees, %s\n", weather.celsius, weather.sky.c_str());

  const auto findings = deck.stop();  // joins the deck's thread and saves what was recorded
  for (const auto& finding : findings) std::fprintf(stderr, "%s\n", finding.message.c_str());
  return findings.empty() ? 0 : 1;
}
// [/bare]

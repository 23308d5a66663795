// SPDX-License-Identifier: MIT
// Rules: the failures that a service does not produce on demand.
#include <gmock/gmock.h>

#include <wiretape/gtest.hpp>

#include "weather_client.hpp"

using namespace wiretape;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

namespace {

// [retry]
TEST(WeatherWithRules, GivesUpAfterThreeAttempts) {
  TestDeck deck;
  deck.when(HasPath("/today")).answer(503, "come back later", {{"Retry-After", "1"}});

  WeatherClient client("https://api.weather.test", deck.proxy_url(), deck.ca_file());

  EXPECT_THAT([&] { client.today("Oslo"); }, ThrowsMessage<std::runtime_error>(HasSubstr("503")));
  EXPECT_THAT(deck, Received(3, HasPath("/today")));
}
// [/retry]

TEST(WeatherWithRules, BendsTheThirdToTheFifth) {
  TestDeck deck;
  deck.when(HasPath("/today")).answer(200);
  // [choice]
  deck.when(HasPath("/today") && HasMethod("GET")).after(2).first(5).answer(429);
  // [/choice]

  WeatherClient client("https://api.weather.test", deck.proxy_url(), deck.ca_file());
  std::vector<int> statuses;
  for (int i = 0; i < 6; ++i) {
    const auto answer = client.http().Get("/today");
    statuses.push_back(answer ? answer->status : 0);
  }
  EXPECT_THAT(statuses, ElementsAre(200, 200, 429, 429, 429, 200));
}

// [delay]
TEST(WeatherWithRules, DoesNotWaitForEver) {
  TestDeck deck;
  deck.when(HasPath("/today")).answer(200, R"({"celsius": -3, "sky": "snow"})");
  deck.when(HasPath("/today")).delay(60s);  // newest first: this one, then the answer

  WeatherClient client("https://api.weather.test", deck.proxy_url(), deck.ca_file());
  client.http().set_read_timeout(100ms);

  EXPECT_THAT([&] { client.today("Oslo"); }, ThrowsMessage<std::runtime_error>(HasSubstr("no answer")));
}
// [/delay]

}  // namespace

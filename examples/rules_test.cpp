// SPDX-License-Identifier: MIT
// Rules: the failures that a service does not produce on demand.
#include <gmock/gmock.h>

#include <wiretape/gtest.hpp>

#include <future>
#include <memory>

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

// [chain]
TEST(WeatherWithRules, ShowsWhatIsCutOffInTheMiddle) {
  TestDeck deck;
  deck.when(HasPath("/today")).answer_json(R"({"celsius": -3, "sky": "snow"})");
  deck.when(HasPath("/today")).first(1).delay(20ms).set_json("/celsius", "null").truncate(10);

  WeatherClient client("https://api.weather.test", deck.proxy_url(), deck.ca_file());

  EXPECT_FALSE(client.http().Get("/today")) << "a body that ends too early is no answer";
  EXPECT_TRUE(client.http().Get("/today"));
}
// [/chain]

// [names]
TEST(WeatherWithRules, CountsAndEnds) {
  TestDeck deck;
  WeatherClient client("https://api.weather.test", deck.proxy_url(), deck.ca_file());
  deck.when(AnyRequest()).answer(200);
  deck.when(HasPath("/today")).named("busy").times(1).first(1).answer(429);  // a finding unless it acted once
  {
    const RuleGuard down(deck.when(HasPath("/week")).answer(502));  // until the end of this scope
    EXPECT_EQ(client.http().Get("/week")->status, 502);
    EXPECT_EQ(down.acted(), 1);
  }
  EXPECT_EQ(client.http().Get("/week")->status, 200);
  EXPECT_EQ(client.http().Get("/today")->status, 429);
  EXPECT_EQ(client.http().Get("/today")->status, 200);
}
// [/names]

// [hold]
TEST(WeatherWithRules, MakesATestOfARace) {
  TestDeck deck;
  const auto gate = std::make_shared<Gate>();
  deck.when(AnyRequest()).answer(200, "late").hold(gate);
  WeatherClient client("https://api.weather.test", deck.proxy_url(), deck.ca_file());

  auto answer = std::async([&] { return client.http().Get("/today"); });
  EXPECT_TRUE(gate->wait_for(1, 20s));  // the request is under way, and nothing has come back
  gate->open();
  EXPECT_EQ(answer.get()->body, "late");
}
// [/hold]

// [chaos]
TEST(WeatherWithRules, ToldByChance) {
  TestDeck deck;
  deck.when(AnyRequest()).answer(200, "fine");
  deck.chaos({.rate = 0.5, .faults = {}, .statuses = {503}, .latency = Latency::uniform(0ms, 3ms)});

  WeatherClient client("https://api.weather.test", deck.proxy_url(), deck.ca_file());
  for (int i = 0; i < 10; ++i) EXPECT_THAT(client.http().Get("/today")->status, testing::AnyOf(200, 503));
}
// [/chaos]

}  // namespace

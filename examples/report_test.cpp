// SPDX-License-Identifier: MIT
// A fixture with a deck, and what a test can ask of what was sent.
#include <gmock/gmock.h>

#include <thread>
#include <wiretape/gtest.hpp>

#include "weather_client.hpp"

using namespace wiretape;
using testing::AllOf;
using testing::AtLeast;
using testing::ElementsAre;
using testing::Not;
using testing::Optional;
using testing::StartsWith;
using std::chrono_literals::operator""s;

// [fixture]
class Reports : public wiretape::Test {
protected:
  Reports() { deck.configure(client.http()); }

  WeatherClient client{"https://api.weather.test"};
};
// [/fixture]

// [requests]
TEST_F(Reports, SendsWhatWasMeasuredAsJson) {
  EXPECT_EQ(client.report("Oslo", -3), 17);

  EXPECT_THAT(deck.requests(), ElementsAre(AllOf(HasMethod("POST"), HasPath("/reports"),
                                                 HasHeader("Content-Type", StartsWith("application/json")),
                                                 HasJson("/celsius", -3), !HasHeader("Authorization"))));
}
// [/requests]

// [received]
TEST_F(Reports, AsksBeforeItReports) {
  const auto weather = client.today("Oslo");
  client.report("Oslo", weather.celsius);
  client.report("Bergen", 4);

  EXPECT_THAT(deck, ReceivedInOrder(HasPath("/today"), HasJson("/city", "Oslo"), HasJson("/city", "Bergen")));
  EXPECT_THAT(deck, Received(2, HasMethod("POST")));
  EXPECT_THAT(deck, Received(AtLeast(1), HasPath("/today")));
  EXPECT_THAT(deck, Not(Received(AtLeast(1), HasMethod("DELETE"))));
}
// [/received]

// [wait_for]
TEST_F(Reports, ArriveFromTheBackground) {
  std::thread station([this] { client.report("Oslo", -3); });

  EXPECT_THAT(deck.wait_for(HasPath("/reports"), 10s), Optional(HasJson("/city", "Oslo")));
  station.join();
}
// [/wait_for]

// [journal]
TEST_F(Reports, AreAnsweredFromTheCassette) {
  client.report("Oslo", -3);

  std::vector<AnswerSource> sources;
  for (const auto& entry : deck.journal()) {
    if (entry.kind == JournalKind::answered) sources.push_back(entry.source);
  }
  EXPECT_THAT(sources, ElementsAre(deck.is_recording() ? AnswerSource::origin : AnswerSource::cassette));
}
// [/journal]

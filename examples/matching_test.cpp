// SPDX-License-Identifier: MIT
// Match policies: which parts of a request choose what is played.
#include <gmock/gmock.h>

#include <chrono>
#include <wiretape/gtest.hpp>

#include "weather_client.hpp"

using namespace wiretape;
using testing::HasSubstr;

namespace {

class Matching : public testing::Test {
protected:
  // What the service answers.
  std::string get(const TestDeck& deck, const std::string& path, const httplib::Headers& headers = {}) {
    WeatherClient client("https://api.weather.test", deck.proxy_url(), deck.ca_file());
    const auto answer = client.http().Get(path, headers);
    return answer ? answer->body : to_string(answer.error());
  }
};

// [header]
TEST_F(Matching, TellsLanguagesApart) {
  auto policy = default_match_policy();
  policy.push_back(match::header("Accept-Language"));
  TestDeck deck({.match_on = policy});
  // [/header]

  const auto sky_in = [&](const char* language) {
    return get(deck, "/today?city=Oslo", {{"Accept-Language", language}});
  };
  if (deck.is_recording()) {
    EXPECT_THAT(sky_in("nb"), HasSubstr("snø"));
    EXPECT_THAT(sky_in("en"), HasSubstr("snow"));
  } else {  // in another order
    EXPECT_THAT(sky_in("en"), HasSubstr("snow"));
    EXPECT_THAT(sky_in("nb"), HasSubstr("snø"));
  }
}

// [ignore]
TEST_F(Matching, LetsATimestampDiffer) {
  TestDeck deck({.ignore = {ignore::query("now")}});

  const auto now = std::chrono::system_clock::now().time_since_epoch().count();
  EXPECT_THAT(get(deck, "/today?city=Oslo&now=" + std::to_string(now)), HasSubstr("snow"));
}
// [/ignore]

// [less]
TEST_F(Matching, LeavesAChangingQueryOut) {
  TestDeck deck({.match_on = {match::method, match::host, match::path, match::body}});

  const auto now = std::chrono::system_clock::now().time_since_epoch().count();
  EXPECT_THAT(get(deck, "/today?city=Oslo&now=" + std::to_string(now)), HasSubstr("snow"));
}
// [/less]

// [custom]
bool is_same_city(const Request& recorded, const Request& live) {
  const auto city = [](const Request& request) { return nlohmann::json::parse(request.body.text())["city"]; };
  return city(recorded) == city(live);
}

TEST_F(Matching, ComparesThePartOfABodyThatCounts) {
  TestDeck deck({.match_on = {match::method, match::path, match::custom("city", is_same_city)}});
  WeatherClient client("https://api.weather.test", deck.proxy_url(), deck.ca_file());

  EXPECT_EQ(client.report("Oslo", deck.is_recording() ? -3 : -4), 17);
}
// [/custom]

}  // namespace

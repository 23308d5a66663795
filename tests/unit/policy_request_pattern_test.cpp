// SPDX-License-Identifier: MIT
#include "policy/request_pattern.hpp"

#include <gmock/gmock.h>

#include "cassette/yaml.hpp"
#include "support/matching.hpp"

namespace wiretape::policy {
namespace {

RequestMatcher pattern(const std::string& yaml) {
  auto node = cassette::read_any_yaml({yaml});
  EXPECT_TRUE(node) << yaml;
  return request_pattern(*node);
}

Request post() {
  Request request;
  request.method = "POST";
  request.url = Url::parse("https://api.weather.test:8443/v1/reports?city=Oslo");
  request.headers = {{"X-Tenant", "north"}, {"Content-Type", "application/json"}};
  request.body.bytes = R"({"celsius": -3, "sky": "snow"})";
  return request;
}

TEST(RequestPattern, HasEachPartOfARequest) {
  for (const auto* fits :
       {"{}", "method: POST", "host: api.weather.test", "port: 8443", "scheme: https", "path: /v1/reports",
        "url: https://api.weather.test:8443/v1/reports?city=Oslo", "query: {city: Oslo}",
        "headers: {x-tenant: north}", "json: {/celsius: -3, /sky: snow}", "body: '*snow*'",
        "{method: POST, path: /v1/*, query: {city: O*}}"}) {
    EXPECT_TRUE(pattern(fits).matches(post())) << fits;
  }
  for (const auto* differs :
       {"method: GET", "host: api", "port: 443", "scheme: http", "path: /v1", "query: {city: Bergen}",
        "headers: {x-tenant: south}", "headers: {X-Other: '*'}", "json: {/celsius: 3}",
        "{method: POST, path: /v2/*}"}) {
    EXPECT_FALSE(pattern(differs).matches(post())) << differs;
  }
}

TEST(RequestPattern, RefusesWhatItDoesNotKnow) {
  const auto refused = [](const std::string& yaml) {
    try {
      pattern(yaml);
    } catch (const cassette::Unreadable& unreadable) {
      return unreadable.error.message;
    }
    return std::string("nothing");
  };
  EXPECT_EQ(refused("methd: GET"), "unknown key 'methd' in when, did you mean 'method'?");
  EXPECT_EQ(refused("query: Oslo"), "'query' must be a mapping, \"name: value\", not 'Oslo'");
  EXPECT_THAT(refused("json: {celsius: 1}"), testing::HasSubstr("pointer"));
  EXPECT_THAT(refused("port: 70000"), testing::HasSubstr("'port'"));
}

TEST(TextPattern, StandsForAnythingAtEachStar) {
  const auto fits = [](const char* pattern, const char* text) { return text_pattern(pattern).matches(text); };
  EXPECT_TRUE(fits("*", ""));
  EXPECT_TRUE(fits("a*c", "abbc"));
  EXPECT_TRUE(fits("a*c", "ac"));
  EXPECT_TRUE(fits("*b*b*", "abab"));
  EXPECT_TRUE(fits("a*ab", "aabab"));
  EXPECT_TRUE(fits("abc", "abc"));
  EXPECT_FALSE(fits("a*c", "abcd"));
  EXPECT_FALSE(fits("a*c", "bac"));
  EXPECT_FALSE(fits("", "a"));
  EXPECT_FALSE(fits("a?c", "abc"));
}

// What a backtracking matcher would not end with.
TEST(TextPattern, IsQuickWhereItDoesNotFit) {
  std::string pattern;
  for (int i = 0; i < 30; ++i) pattern += "*a";
  EXPECT_FALSE(text_pattern(pattern + "*b").matches(std::string(20'000, 'a')));
}

}  // namespace
}  // namespace wiretape::policy

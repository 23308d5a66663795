// SPDX-License-Identifier: MIT
#include "policy/match.hpp"

#include <gtest/gtest.h>

#include "support/matching.hpp"

namespace wiretape::policy {
namespace {

using test::get;
using test::post;

bool same_body(const Request& a, const Request& b) {
  EXPECT_EQ(is_equal(match::body, a, b), is_equal(match::body, b, a)) << "a comparison has no direction";
  return is_equal(match::body, a, b);
}
Request json(std::string body) { return post("http://h/", "application/json", std::move(body)); }
Request form(std::string body) {
  return post("http://h/", "application/x-www-form-urlencoded", std::move(body));
}
Request parts(const std::string& boundary, const std::string& value) {
  return post("http://h/", "multipart/form-data; boundary=" + boundary,
              "--" + boundary + "\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n" + value + "\r\n--" +
                  boundary + "--\r\n");
}

TEST(Match, ComparesEachPartOfTheHeadAlone) {
  const auto url = get("https://h:8443/a?b=1");
  EXPECT_TRUE(is_equal(match::path, url, get("http://other/a?c=2")));
  EXPECT_FALSE(is_equal(match::path, url, get("https://h:8443/A")));
  EXPECT_FALSE(is_equal(match::path, get("http://h/%61"), get("http://h/a"))) << "a path counts as sent";
  EXPECT_TRUE(is_equal(match::scheme, url, get("https://x/")));
  EXPECT_FALSE(is_equal(match::scheme, url, get("http://h/")));
  EXPECT_TRUE(is_equal(match::host, url, get("http://H/")));
  EXPECT_FALSE(is_equal(match::host, url, get("http://hh/")));
  EXPECT_FALSE(is_equal(match::port, url, get("https://h/")));
  EXPECT_FALSE(is_equal(match::method, url, post("https://h/", "a/b", "")));
}

TEST(Match, ComparesAQueryAsDecodedParametersInAnyOrder) {
  EXPECT_TRUE(is_equal(match::query, get("http://h/?a=1&b=x+y"), get("http://h/?b=x%20y&a=1")));
  EXPECT_FALSE(is_equal(match::query, get("http://h/?a=1&a=1"), get("http://h/?a=1")));
  EXPECT_FALSE(is_equal(match::query, get("http://h/?a=1&b=2"), get("http://h/?a=2&b=1")));
  EXPECT_FALSE(is_equal(match::query, get("http://h/?a=1%26b=2"), get("http://h/?a=1&b=2")));
}

TEST(Match, ComparesAnOrderedQueryInItsOrder) {
  EXPECT_TRUE(is_equal(match::ordered_query, get("http://h/?a=1&b=x+y"), get("http://h/?a=1&b=x%20y")));
  EXPECT_FALSE(is_equal(match::ordered_query, get("http://h/?a=1&b=2"), get("http://h/?b=2&a=1")));
  const auto policy = without({match::ordered_query}, {ignore::query("c")});
  EXPECT_TRUE(is_equal(policy[0], get("http://h/?c=1&a=1&b=2"), get("http://h/?a=1&b=2&c=3")));
}

TEST(Match, ComparesXmlWithoutItsSpelling) {
  const auto xml = [](std::string body) {
    return post("http://h/", "application/soap+xml; charset=utf-8", std::move(body));
  };
  EXPECT_TRUE(same_body(xml("<a x=\"1\" y=\"2\"><b>t</b></a>"), xml("<a y='2' x='1'>\n  <b>t</b>\n</a>\n")));
  EXPECT_FALSE(same_body(xml("<a><b>t</b></a>"), xml("<a><b>u</b></a>")));
  EXPECT_FALSE(same_body(xml("<a>"), xml("<a> "))) << "no XML counts by its bytes";
  EXPECT_FALSE(same_body(post("http://h/", "text/plain", "<a x='1'/>"),
                         post("http://h/", "text/plain", "<a x=\"1\"/>")));
}

TEST(Match, ComparesAllValuesOfAHeaderInOrder) {
  auto a = get("http://h/"), b = get("http://h/");
  a.headers = {{"X", "1"}, {"X", "2"}};
  b.headers = {{"x", "1"}, {"Y", "0"}, {"x", "2"}};
  EXPECT_TRUE(is_equal(match::header("X"), a, b));
  b.headers.add("X", "3");
  EXPECT_FALSE(is_equal(match::header("X"), a, b));
  EXPECT_TRUE(is_equal(match::header("Z"), a, b)) << "neither has it";
}

TEST(Match, ComparesJsonByValue) {
  EXPECT_TRUE(same_body(json(R"({"a":1,"b":[2]})"), json("{ \"b\": [2.0], \"a\": 1 }")));
  EXPECT_FALSE(same_body(json(R"({"a":1})"), json(R"({"a":2})")));
  EXPECT_FALSE(same_body(json("{\"a\":1}"), json("{\"a\":1")));
  EXPECT_TRUE(same_body(post("http://h/", "text/plain", "{\"a\": 1}"), post("http://h/", "a/b", "{\"a\":1}")))
      << "both look like JSON";
  EXPECT_FALSE(same_body(post("http://h/", "text/plain", "1.0"), post("http://h/", "text/plain", "1")));
}

TEST(Match, ComparesFormsByTheirFields) {
  EXPECT_TRUE(same_body(form("a=1&b=x+y"), form("b=x%20y&a=1")));
  EXPECT_FALSE(same_body(form("a=1"), form("a=2")));
  EXPECT_FALSE(same_body(form("a=1&b=2"), post("http://h/", "text/plain", "b=2&a=1")));
}

TEST(Match, IgnoresTheBoundaryOfMultipart) {
  EXPECT_TRUE(same_body(parts("one", "1"), parts("two", "1")));
  EXPECT_FALSE(same_body(parts("one", "1"), parts("two", "2")));
}

TEST(Match, ComparesOtherBodiesByDecodedBytes) {
  auto coded = post("http://h/", "text/plain", "\x1f\x8b");
  coded.body.decoded = "hello";
  EXPECT_TRUE(same_body(coded, post("http://h/", "text/plain", "hello")));
  EXPECT_FALSE(same_body(coded, post("http://h/", "text/plain", "\x1f\x8b")));
}

TEST(Match, TakesNoCutBodyForAWholeOne) {
  auto cut = post("http://h/", "text/plain", "hello");
  cut.body.is_truncated = true;
  EXPECT_FALSE(same_body(cut, post("http://h/", "text/plain", "hello")));
}

TEST(Match, AsksACustomPart) {
  const auto same_tenant = match::custom("tenant", [](const Request& recorded, const Request& live) {
    return recorded.url.host.substr(0, 1) == live.url.host.substr(0, 1);
  });
  EXPECT_TRUE(is_equal(same_tenant, get("http://a1/"), get("http://a2/")));
  EXPECT_FALSE(is_equal(same_tenant, get("http://a1/"), get("http://b1/")));
}

TEST(HeadKey, IsEqualWhenAllPartsOfTheHeadAre) {
  const auto key = [](std::string_view url, const MatchPolicy& policy = default_match_policy()) {
    return head_key(policy, "GET", Url::parse(url));
  };
  EXPECT_EQ(key("http://H/a?b=1&c=2"), key("http://h/a?c=2&b=1"));
  EXPECT_NE(key("http://h/a"), key("http://h/b"));
  EXPECT_NE(key("http://h/ab", {match::path, match::host}), key("http://bh/a", {match::path, match::host}))
      << "values do not run into each other";
  EXPECT_NE(key("http://h/?a=1%3a1:b"), key("http://h/?a=1&b"));
  EXPECT_EQ(key("http://h/a", {match::method, match::body}), key("http://x/b", {match::method, match::body}));
}

}  // namespace
}  // namespace wiretape::policy

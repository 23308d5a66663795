// SPDX-License-Identifier: MIT
#include "policy/side_by_side.hpp"

#include <gmock/gmock.h>

#include "support/matching.hpp"

namespace wiretape::policy {
namespace {

using test::get;
using test::post;
using testing::ElementsAre;

// "label: recorded | live", with " !" where they differ.
std::vector<std::string> rows(const MatchPolicy& policy, const Request& recorded, const Request& live) {
  std::vector<std::string> out;
  for (const auto& row : side_by_side(policy, recorded, live)) {
    out.push_back(row.label + ": " + row.recorded + " | " + row.live + (row.differs ? " !" : ""));
  }
  return out;
}

TEST(SideBySide, ShowsEachPartOfThePolicyInItsOrder) {
  EXPECT_THAT(rows({match::method, match::scheme, match::port, match::path, match::host}, get("http://h/a"),
                   get("https://H/b")),
              ElementsAre("method: GET | GET", "scheme: http | https !", "port: 80 | 443 !",
                          "path: /a | /b !", "host: H | H"));
}

TEST(SideBySide, ShowsTheQueryWholeOrItsDifferences) {
  EXPECT_THAT(rows({match::query}, get("http://h/?b=2&a=1"), get("http://h/?a=1&b=2")),
              ElementsAre("query: a=1&b=2 | a=1&b=2"));
  EXPECT_THAT(rows({match::query}, get("http://h/"), get("http://h/")),
              ElementsAre("query: (none) | (none)"));
  EXPECT_THAT(
      rows({match::query}, get("http://h/?city=Oslo&same=1&old="), get("http://h/?city=Bergen&same=1&n=1")),
      ElementsAre("query city: Oslo | Bergen !", "query n: (none) | 1 !", "query old: (empty) | (none) !"));
  EXPECT_THAT(rows({match::query}, get("http://h/?a=1&a=2"), get("http://h/?a=1")),
              ElementsAre("query a: 1, 2 | 1 !"));
}

TEST(SideBySide, ShowsJsonBodiesByPath) {
  EXPECT_THAT(rows({match::body},
                   post("http://h/", "application/json", R"({"city": "Oslo", "days": [1, 2], "x": 1})"),
                   post("http://h/", "application/json", R"({"city": "Bergen", "days": [1], "x": 1.0})")),
              ElementsAre("body /city: \"Oslo\" | \"Bergen\" !", "body /days/1: 2 | (none) !"));
}

TEST(SideBySide, ShowsAFewOfManyDifferences) {
  const auto array = [](const std::string& item) {
    std::string text = "[" + item;
    for (int i = 1; i < 20; ++i) text += "," + item;
    return post("http://h/", "application/json", text + "]");
  };
  const auto all = rows({match::body}, array("1"), array("2"));
  ASSERT_EQ(all.size(), 9U);
  EXPECT_EQ(all.back(), "body: … | 12 more differences !");
}

TEST(SideBySide, ShowsFormsByField) {
  EXPECT_THAT(rows({match::body}, post("http://h/", "application/x-www-form-urlencoded", "a=1&b=2"),
                   post("http://h/", "application/x-www-form-urlencoded", "a=1&b=3")),
              ElementsAre("body b: 2 | 3 !"));
}

TEST(SideBySide, ShowsOtherBodiesByTheFirstLineThatDiffers) {
  const auto text = [](std::string body) { return post("http://h/", "text/plain", std::move(body)); };
  EXPECT_THAT(rows({match::body}, text("one\ntwo\nthree"), text("one\n2\n3")),
              ElementsAre("body line 2: two | 2 !"));
  EXPECT_THAT(rows({match::body}, text("one"), text("one\ntwo")), ElementsAre("body line 2: (none) | two !"));
  EXPECT_THAT(rows({match::body}, text("one"), get("http://h/")), ElementsAre("body: 3 bytes | (none) !"));
  EXPECT_THAT(rows({match::body}, text("one"), text("one")), ElementsAre("body: one | one"));
}

TEST(SideBySide, ShowsADifferenceFarFromTheStart) {
  const std::string same(100, 'x');
  EXPECT_THAT(rows({match::path}, get("http://h/" + same + "1"), get("http://h/" + same + "2")),
              ElementsAre("path: …xxxxxxxxxx1 | …xxxxxxxxxx2 !"));
}

TEST(SideBySide, SaysThatABodyWasCut) {
  auto cut = post("http://h/", "text/plain", "hello");
  cut.body.is_truncated = true;
  EXPECT_THAT(rows({match::body}, post("http://h/", "text/plain", "hello"), cut),
              ElementsAre("body: 5 bytes | 5 bytes and more !"));
}

TEST(SideBySide, MasksWhatMayBeSecret) {
  auto recorded = get("http://h/"), live = get("http://h/");
  recorded.headers = {{"Authorization", "Bearer aaaaaa"}, {"X-Tenant", "one"}};
  live.headers = {{"Authorization", "Bearer bbbbbb"}, {"X-Tenant", "two"}};
  EXPECT_THAT(rows({match::header("Authorization"), match::header("X-Tenant"), match::header("Cookie")},
                   recorded, live),
              ElementsAre("header Authorization: Bear… | Bear… !", "header X-Tenant: one | two !",
                          "header Cookie: (none) | (none)"));
  EXPECT_THAT(rows({match::method}, recorded, live), ElementsAre("method: GET | GET"));
}

TEST(SideBySide, ShowsWhatACallbackSays) {
  const auto part = [](bool answer) {
    return match::custom("tenant", [answer](const Request&, const Request&) { return answer; });
  };
  EXPECT_THAT(
      rows({part(false), part(true)}, get("http://h/"), get("http://h/")),
      ElementsAre("custom(tenant): its callback says no |  !", "custom(tenant): its callback says yes | "));
}

TEST(SideBySide, EscapesWhatATerminalWouldObey) {
  auto live = get("http://h/");
  live.url.target = "/\x1b[2J";
  EXPECT_THAT(rows({match::path}, get("http://h/"), live), ElementsAre("path: / | /\\x1b[2J !"));
}

TEST(Table, AlignsItsColumnsByLettersAndNotBytes) {
  EXPECT_EQ(format_table({{"method", "GET", "GET", false}, {"path", "/äöü", "/b", true}}, 2),
            "          recorded  live\n"
            "  method  GET       GET\n"
            "  path    /äöü      /b    <- differs");
}

}  // namespace
}  // namespace wiretape::policy

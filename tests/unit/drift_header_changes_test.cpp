// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include "drift/drifting.hpp"
#include "support/drifted.hpp"

namespace wiretape::drift {
namespace {

std::string changes(const Headers& recorded, const Headers& now, std::vector<Ignored> ignored = {}) {
  return test::in_lines(header_changes(recorded, now, Places{std::move(ignored)}));
}

TEST(HeaderChanges, AreNotToldOfWhatSaysNothingOfAnApi) {
  EXPECT_EQ(
      changes(
          {{"Date", "then"}, {"Server", "a"}, {"Content-Length", "1"}, {"X-Cache-Hits", "1"}, {"ETag", "a"}},
          {{"Date", "now"}, {"Via", "b"}, {"Transfer-Encoding", "chunked"}, {"etag", "b"}}),
      "");
}

TEST(HeaderChanges, BreakWhereOneIsGone) {
  EXPECT_EQ(changes({{"X-Total-Count", "3"}}, {}), "breaking header_gone header x-total-count: 3 -> \n");
  EXPECT_EQ(changes({}, {{"Deprecation", "@1"}}), "benign header_added header deprecation:  -> @1\n");
}

TEST(HeaderChanges, BreakWhereTheKindOfContentIsAnother) {
  EXPECT_EQ(
      changes({{"Content-Type", "application/json"}}, {{"Content-Type", "Application/JSON; charset=utf-8"}}),
      "benign header_changed header content-type: application/json -> Application/JSON; charset=utf-8\n");
  EXPECT_EQ(changes({{"Content-Type", "application/json"}}, {{"Content-Type", "text/html"}}),
            "breaking header_changed header content-type: application/json -> text/html\n");
}

TEST(HeaderChanges, BreakWhereLessIsAllowed) {
  EXPECT_EQ(changes({{"Allow", "GET, POST"}}, {{"Allow", "GET"}}),
            "breaking header_changed header allow: GET, POST -> GET\n");
  EXPECT_EQ(changes({{"Allow", "GET"}}, {{"Allow", "POST,get"}}),
            "benign header_changed header allow: GET -> POST,get\n");
  EXPECT_EQ(
      changes({{"Access-Control-Allow-Origin", "https://a.test"}}, {{"Access-Control-Allow-Origin", "*"}}),
      "benign header_changed header access-control-allow-origin: https://a.test -> *\n");
}

TEST(HeaderChanges, BreakWhereAnotherHostIsNamedOrAnotherScheme) {
  EXPECT_EQ(changes({{"Location", "https://a.test/1"}}, {{"Location", "https://a.test/2"}}),
            "benign header_changed header location: https://a.test/1 -> https://a.test/2\n");
  EXPECT_EQ(changes({{"Location", "https://a.test/1"}}, {{"Location", "https://b.test/1"}}),
            "breaking header_changed header location: https://a.test/1 -> https://b.test/1\n");
  EXPECT_EQ(changes({{"WWW-Authenticate", "Basic realm=a"}}, {{"WWW-Authenticate", "basic realm=b"}}),
            "benign header_changed header www-authenticate: Basic realm=a -> basic realm=b\n");
  EXPECT_EQ(changes({{"WWW-Authenticate", "Basic realm=a"}}, {{"WWW-Authenticate", "Bearer"}}),
            "breaking header_changed header www-authenticate: Basic realm=a -> Bearer\n");
}

TEST(HeaderChanges, CompareCookiesByTheirNames) {
  EXPECT_EQ(changes({{"Set-Cookie", "a=1; Path=/"}, {"Set-Cookie", "b=1"}},
                    {{"Set-Cookie", "b=2"}, {"Set-Cookie", "c=1"}}),
            "breaking header_gone cookie a: set -> \nbenign header_added cookie c:  -> set\n");
}

TEST(HeaderChanges, LeaveOutWhatIsIgnored) {
  EXPECT_EQ(changes({{"X-A", "1"}, {"X-B", "1"}}, {{"X-B", "2"}},
                    {ignore::header("x-a"), ignore_value::header("X-B")}),
            "");
  EXPECT_EQ(changes({{"X-B", "1"}}, {}, {ignore_value::header("X-B")}),
            "breaking header_gone header x-b: 1 -> \n");
  EXPECT_EQ(changes({{"Set-Cookie", "a=1"}}, {}, {ignore::header("Set-Cookie")}), "");
}

}  // namespace
}  // namespace wiretape::drift

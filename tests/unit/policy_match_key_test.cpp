// SPDX-License-Identifier: MIT
#include "policy/match_key.hpp"

#include <gtest/gtest.h>

#include "policy/match.hpp"
#include "support/matching.hpp"

namespace wiretape::policy {
namespace {

using test::get;
using test::post;

Request json(std::string body) { return post("http://h/", "application/json", std::move(body)); }
Request form(std::string body) {
  return post("http://h/", "application/x-www-form-urlencoded", std::move(body));
}
Request xml(std::string body) { return post("http://h/", "text/xml", std::move(body)); }
Request parts(const std::string& boundary, const std::string& value) {
  return post("http://h/", "multipart/form-data; boundary=" + boundary,
              "--" + boundary + "\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n" + value + "\r\n--" +
                  boundary + "--\r\n");
}

// Whatever the policy calls equal may be equal by its key.
TEST(MatchKey, NeverDeniesWhatIsEqual) {
  const MatchPolicy policy{match::header("X"), match::body};
  std::vector<Request> all{get("http://h/"),
                           json("{\"a\": 1, \"b\": [true, null]}"),
                           json("{\"b\":[true,null],\"a\":1.0}"),
                           json("{\"a\": 10e-1, \"b\": [true, null]}"),
                           json("{\"a\": -0}"),
                           json("{\"a\": 0}"),
                           json("{\"a\": 9007199254740993}"),
                           json("{\"a\": 9007199254740992}"),
                           json("{bad"),
                           post("http://h/", "text/plain", "{\"a\": 0}"),
                           form("a=1&b=2"),
                           form("b=2&a=1"),
                           form("{\"a\": 0}"),
                           form("a=1"),
                           parts("x", "v"),
                           parts("y", "v"),
                           parts("y", "w"),
                           xml("<a x='1' y='2'/>"),
                           xml("<a y=\"2\" x=\"1\"></a>"),
                           xml("<a>"),
                           post("http://h/", "text/plain", "a=1"),
                           post("http://h/", "", "a=1")};
  auto with_header = get("http://h/");
  with_header.headers.add("X", "1");
  all.push_back(with_header);
  int equal = 0, denied = 0;
  for (const auto& a : all) {
    for (const auto& b : all) {
      const bool is_same = is_equal(policy[0], a, b) && is_equal(policy[1], a, b);
      const bool may_be = may_be_equal(match_key(policy, a), match_key(policy, b));
      if (is_same) {
        ++equal;
        EXPECT_TRUE(may_be) << a.body.bytes << " and " << b.body.bytes;
      }
      if (!may_be) ++denied;
    }
  }
  EXPECT_GT(equal, static_cast<int>(all.size()));
  EXPECT_GT(denied, static_cast<int>(all.size() * all.size() / 2)) << "and denies most of what is not";
}

TEST(MatchKey, LeavesOutWhatIsIgnored) {
  const auto policy = without({match::body}, {ignore::json("/ts"), ignore_value::json("/id")});
  const auto key = match_key(policy, json("{\"ts\": 1, \"id\": 2, \"a\": 3}"));
  EXPECT_EQ(key.canonical, match_key(policy, json("{\"a\": 3, \"id\": 7}")).canonical);
  EXPECT_NE(key.canonical, match_key(policy, json("{\"a\": 3}")).canonical);
}

TEST(MatchKey, SaysNothingOfCustomPartsAndCutBodies) {
  const auto custom = match::custom("odd", [](const Request&, const Request&) { return true; });
  EXPECT_FALSE(match_key({custom}, get("http://h/")).is_known);
  auto cut = json("{\"a\": 0}");
  cut.body.is_truncated = true;
  EXPECT_FALSE(match_key({match::body}, cut).is_known);
  EXPECT_TRUE(match_key({match::path}, cut).is_known);
}

}  // namespace
}  // namespace wiretape::policy

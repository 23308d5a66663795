// SPDX-License-Identifier: MIT
#include "policy/proposal.hpp"

#include <gmock/gmock.h>

#include "support/matching.hpp"

namespace wiretape::policy {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Request request_of(const std::string& url, std::string body, const std::string& type = "application/json") {
  Request request;
  request.method = "POST";
  request.url = Url::parse(url);
  if (!body.empty()) request.headers = {{"Content-Type", type}};
  request.body.bytes = std::move(body);
  return request;
}

TEST(PlacesThatDiffer, AreValuesWhereBothSidesHaveThem) {
  EXPECT_THAT(
      places_that_differ({match::query, match::body}, request_of("http://h/?a=1&now=1", R"({"id":1,"x":2})"),
                         request_of("http://h/?a=1&now=2", R"({"id":2,"x":2,"new":3})")),
      ElementsAre(ignore_value::query("now"), ignore_value::json("/id"), ignore::json("/new")));
}

TEST(PlacesThatDiffer, AreFieldsOfForms) {
  const std::string form = "application/x-www-form-urlencoded";
  EXPECT_THAT(places_that_differ({match::body}, request_of("http://h/", "a=1&t=2", form),
                                 request_of("http://h/", "a=1&t=3", form)),
              ElementsAre(ignore_value::form("t")));
}

TEST(PlacesThatDiffer, AreNoneWhereSomethingElseDoes) {
  const auto json = [](std::string body) { return request_of("http://h/", std::move(body)); };
  EXPECT_THAT(places_that_differ({match::host, match::body}, json(R"({"a":1})"), json(R"({"a":2})")),
              IsEmpty());
  EXPECT_THAT(places_that_differ({match::body}, json("[1]"), json(R"({"a":2})")), IsEmpty()) << "the whole";
  EXPECT_THAT(places_that_differ({match::body}, json(R"({"a":1})"), json("")), IsEmpty());
  EXPECT_THAT(places_that_differ({match::body}, request_of("http://h/", "one", "text/plain"),
                                 request_of("http://h/", "two", "text/plain")),
              IsEmpty());
  EXPECT_THAT(places_that_differ({match::body}, json("[1,2,3,4,5,6]"), json("[9,8,7,7,7,7]")), IsEmpty())
      << "so many are another request";
}

TEST(IgnoreSetting, CanBePasted) {
  EXPECT_EQ(
      places_setting(".ignore", {ignore::query("now"), ignore_value::json("/a/0"), ignore::form("csrf")}),
      R"(.ignore = {ignore::query("now"), ignore_value::json("/a/0"), ignore::form("csrf")})");
}

}  // namespace
}  // namespace wiretape::policy

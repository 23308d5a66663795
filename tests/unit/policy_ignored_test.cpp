// SPDX-License-Identifier: MIT
#include "policy/ignored.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

#include "policy/match.hpp"
#include "support/matching.hpp"

namespace wiretape::policy {
namespace {

using test::get;

Request post(std::string body, const std::string& type = "application/json") {
  Request request;
  request.method = "POST";
  request.url = Url::parse("https://h/a");
  request.headers = {{"Content-Type", type}};
  request.body.bytes = std::move(body);
  return request;
}

bool are_equal(const std::string& a, const std::string& b, std::vector<Ignored> places,
               const std::string& type = "application/json") {
  return is_equal(match::body.without(std::move(places)), post(a, type), post(b, type));
}

TEST(Ignored, MayDifferOrBeMissingInJson) {
  const std::vector<Ignored> places{ignore::json("/sent_at"), ignore::json("/meta/trace")};
  EXPECT_TRUE(are_equal(R"({"a":1,"sent_at":1,"meta":{"trace":"x"}})",
                        R"({"a":1,"sent_at":2,"meta":{"trace":"y"}})", places));
  EXPECT_TRUE(are_equal(R"({"a":1,"sent_at":1,"meta":{}})", R"({"a":1,"meta":{"trace":1}})", places));
  EXPECT_FALSE(are_equal(R"({"a":1,"sent_at":1})", R"({"a":2,"sent_at":1})", places));
  EXPECT_FALSE(are_equal(R"({"a":1,"meta":{}})", R"({"a":1})", places)) << "meta itself counts";
}

TEST(Ignored, MustBeThereWithAnyValue) {
  const std::vector<Ignored> places{ignore_value::json("/id")};
  EXPECT_TRUE(are_equal(R"({"id":1})", R"({"id":{"new":true}})", places));
  EXPECT_FALSE(are_equal(R"({"id":1})", R"({})", places));
  EXPECT_TRUE(are_equal(R"({})", R"({ })", places));
}

TEST(Ignored, ReachesIntoListsAndAllOfThem) {
  EXPECT_TRUE(are_equal(R"([{"id":1,"a":1},{"id":2,"a":2}])", R"([{"id":3,"a":1},{"a":2}])",
                        {ignore::json("/*/id")}));
  EXPECT_FALSE(are_equal(R"([{"id":1,"a":1}])", R"([{"id":1,"a":2}])", {ignore::json("/*/id")}));
  EXPECT_TRUE(are_equal(R"({"items":[1,2,3]})", R"({"items":[1,3]})", {ignore::json("/items/1")}) == false)
      << "a place is the same on both sides";
  EXPECT_TRUE(are_equal(R"({"items":[1,2]})", R"({"items":[1]})", {ignore::json("/items/1")}));
  EXPECT_TRUE(are_equal(R"({"items":[1,2]})", R"({"items":[5,6]})", {ignore_value::json("/items/*")}));
  EXPECT_FALSE(are_equal(R"({"items":[1,2]})", R"({"items":[5]})", {ignore_value::json("/items/*")}));
  EXPECT_TRUE(are_equal(R"({"a/b":1})", R"({"a/b":2})", {ignore::json("/a~1b")}));
}

TEST(Ignored, IsAParameterOfTheQuery) {
  const auto head = [](const char* url, const Ignored& place) {
    return head_key({match::path, match::query.without({place})}, "GET", Url::parse(url));
  };
  EXPECT_EQ(head("http://h/a?city=Oslo&now=1", ignore::query("now")),
            head("http://h/a?now=2&city=Oslo", ignore::query("now")));
  EXPECT_EQ(head("http://h/a?now=1", ignore::query("now")), head("http://h/a", ignore::query("now")));
  EXPECT_NE(head("http://h/a?city=Oslo&now=1", ignore::query("now")),
            head("http://h/a?city=Bergen&now=1", ignore::query("now")));
  EXPECT_EQ(head("http://h/a?now=1", ignore_value::query("now")),
            head("http://h/a?now=2", ignore_value::query("now")));
  EXPECT_NE(head("http://h/a?now=1", ignore_value::query("now")),
            head("http://h/a", ignore_value::query("now")));
}

TEST(Ignored, IsAFieldOfAForm) {
  const std::string form = "application/x-www-form-urlencoded";
  EXPECT_TRUE(are_equal("a=1&csrf=x", "csrf=y&a=1", {ignore::form("csrf")}, form));
  EXPECT_FALSE(are_equal("a=1&csrf=x", "a=2&csrf=x", {ignore::form("csrf")}, form));
  EXPECT_FALSE(are_equal("a=1&csrf=x", "a=1", {ignore_value::form("csrf")}, form));
  const auto multipart = [](const std::string& boundary, const std::string& token) {
    auto request = post(
        "--" + boundary + "\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n" + token + "\r\n--" +
            boundary + "\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--" + boundary + "--\r\n",
        "multipart/form-data; boundary=" + boundary);
    return request;
  };
  EXPECT_TRUE(is_equal(match::body.without({ignore_value::form("csrf")}), multipart("b1", "x"),
                       multipart("b2", "y")));
  EXPECT_FALSE(is_equal(match::body, multipart("b1", "x"), multipart("b2", "y")));
}

TEST(Ignored, IsOfThePartsOfItsKind) {
  const auto policy = without(default_match_policy(), {ignore::query("now"), ignore_value::json("/id")});
  for (const auto& part : policy) {
    const auto count = part.name().starts_with("query") || part.name().starts_with("body") ? 1U : 0U;
    EXPECT_EQ(part.ignored().size(), count) << part.name();
  }
  EXPECT_EQ(policy.at(5).name(), "query without now");
  EXPECT_EQ(policy.at(6).name(), "body without the value of /id");
  EXPECT_TRUE(without({match::path}, {ignore::query("now")}).at(0).ignored().empty());
}

TEST(Ignored, IsAHeaderThatThePolicyNames) {
  const auto policy =
      without({match::path, match::header("X-A"), match::header("X-B")}, {ignore::header("x-a")});
  ASSERT_EQ(policy.size(), 2U);
  EXPECT_EQ(policy[1].name(), "header(X-B)");
}

TEST(Ignored, IsReadFromItsTextAndWritten) {
  EXPECT_EQ(*read_place("json:/a:b/0", true), ignore_value::json("/a:b/0"));
  for (const auto* text : {"query:now", "form:csrf", "header:X-A", "json:/a"}) {
    const auto place = read_place(text, false);
    ASSERT_TRUE(place) << text;
    EXPECT_FALSE(place->is_value);
    EXPECT_EQ(written(*place), text);
  }
  for (const auto* text : {"", "json", "json:", "json:id", "X", "query:", ":a"}) {
    const auto none = read_place(text, false);
    ASSERT_FALSE(none) << text;
    EXPECT_THAT(
        none.error().message,
        testing::HasSubstr("is no place: there are query:NAME, json:/POINTER, form:NAME and header:NAME"));
  }
}

TEST(Ignored, RefusesPointersThatAreNone) {
  for (const auto* pointer : {"", "id", "/a~2"}) {
    EXPECT_THROW(static_cast<void>(ignore::json(pointer)), std::invalid_argument) << pointer;
    EXPECT_THROW(static_cast<void>(ignore_value::json(pointer)), std::invalid_argument) << pointer;
  }
}

}  // namespace
}  // namespace wiretape::policy

// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <wiretape/matchers.hpp>

#include <limits>

#include "support/matching.hpp"

namespace wiretape {
namespace {

using test::description;
using test::negation;
using test::post;
using test::verdict;

static_assert(!std::convertible_to<char, JsonValue>, "a character is neither a number nor a text");
static_assert(!std::convertible_to<void*, JsonValue>, "a pointer is no bool");

Request with(std::string body) { return post("http://h/", "application/json", std::move(body)); }

TEST(JsonValue, IsMadeOfPlainValues) {
  EXPECT_EQ(JsonValue(3).dump(), "3");
  EXPECT_EQ(JsonValue(-3L).dump(), "-3");
  EXPECT_EQ(JsonValue(std::numeric_limits<std::uint64_t>::max()).dump(), "18446744073709551615");
  EXPECT_EQ(JsonValue(0.1).dump(), "0.1");
  EXPECT_EQ(JsonValue(true).dump(), "true");
  EXPECT_EQ(JsonValue(nullptr).dump(), "null");
  EXPECT_EQ(JsonValue("a\"\n").dump(), R"("a\"\n")");
  EXPECT_EQ(JsonValue(std::string("x")).dump(), "\"x\"");
  EXPECT_EQ(json(R"({"a": 1})").dump(), R"({"a": 1})");
  EXPECT_THROW(JsonValue(std::numeric_limits<double>::infinity()), std::invalid_argument);
}

TEST(JsonValue, OfTextThatIsNoJsonThrowsWithThePlace) {
  try {
    (void)json("{\"a\": x}");
    FAIL() << "took what is no JSON";
  } catch (const std::invalid_argument& error) {
    EXPECT_STREQ(error.what(), R"(json(): this is not JSON at byte 6 of "{"a": x}")");
  }
}

TEST(HasJson, ComparesTheWholeByValue) {
  const auto request = with(R"({"b": [1.0, 2], "a": "x"})");
  EXPECT_TRUE(HasJson(json(R"({"a":"x","b":[1,2]})")).matches(request));
  EXPECT_TRUE(HasJson(7).matches(with("7.0")));
  EXPECT_TRUE(HasJson("x").matches(with("\"x\"")));
}

TEST(HasJson, ExplainsTheWholeByTheFirstDifference) {
  const auto whole = HasJson(json(R"({"items": [{"id": 7}], "n": 1})"));
  EXPECT_EQ(verdict(whole, with(R"({"items": [{"id": 8}], "n": 1})")),
            "no: whose JSON at /items/0/id is 8, not 7");
  EXPECT_EQ(verdict(whole, with(R"({"items": [], "n": 2})")),
            R"(no: whose JSON has nothing at /items/0, not {"id":7}, and differs in 1 more place)");
  EXPECT_EQ(verdict(whole, with(R"({"items": [{"id": 7}], "n": 1, "x": 0})")),
            "no: whose JSON at /x is 0, not absent");
  EXPECT_EQ(verdict(whole, with("[]")), R"(no: whose JSON is [], not {"items":[{"id":7}],"n":1})");
  EXPECT_EQ(verdict(HasJson(1), with("1")), "yes: whose JSON is 1");
}

TEST(HasJson, FindsTheValueAtAPointer) {
  const auto seven = HasJson("/items/0/id", 7);
  EXPECT_EQ(verdict(seven, with(R"({"items": [{"id": 7}]})")), "yes: whose JSON at /items/0/id is 7");
  EXPECT_EQ(verdict(seven, with(R"({"items": [{"id": 8}]})")), "no: whose JSON at /items/0/id is 8, not 7");
  EXPECT_EQ(verdict(seven, with(R"({"items": [{"id": "7"}]})")),
            "no: whose JSON at /items/0/id is \"7\", not 7");
  EXPECT_EQ(verdict(seven, with(R"({"items": []})")),
            "no: whose JSON has nothing at /items/0/id; the nearest is /items, an array of 0");
  EXPECT_EQ(verdict(seven, with("{}")),
            "no: whose JSON has nothing at /items/0/id; the nearest is the whole, an object of 0");
  EXPECT_EQ(verdict(seven, with(R"({"items": 3})")),
            "no: whose JSON has nothing at /items/0/id; the nearest is /items, 3");
}

TEST(HasJson, SaysWhereABodyStopsBeingJson) {
  EXPECT_EQ(verdict(HasJson("/a", 1), with("a=1")),
            R"(no: whose body is not JSON: this is not JSON at byte 0 of "a=1")");
  EXPECT_EQ(verdict(HasJson("/a", 1), with("")), "no: whose body is empty, and not JSON");
}

TEST(HasJson, DescribesItself) {
  EXPECT_EQ(description(HasJson(json("[1, 2]"))), "has JSON [1,2]");
  EXPECT_EQ(negation(HasJson(json("[1, 2]"))), "does not have JSON [1,2]");
  EXPECT_EQ(description(HasJson("/a", "x")), "has JSON \"x\" at /a");
  EXPECT_EQ(negation(HasJson("/a", "x")), "does not have JSON \"x\" at /a");
}

TEST(HasJson, RefusesWhatIsNoPointer) {
  try {
    (void)HasJson("items/0", 1);
    FAIL() << "took what is no pointer";
  } catch (const std::invalid_argument& error) {
    EXPECT_STREQ(error.what(),
                 "\"items/0\" is no JSON pointer: each step begins with \"/\", as in "
                 "\"/items/0/id\", and ~ is written ~0");
  }
}

TEST(HasJsonAt, TakesAStringOrTheTextOfAnotherValue) {
  const auto request = with(R"({"name": "Oslo", "n": 7})");
  EXPECT_TRUE(HasJsonAt("/name", "Oslo").matches(request));
  EXPECT_TRUE(HasJsonAt("/n", "7").matches(request));
  EXPECT_TRUE(HasJsonAt("/n").matches(request));
  EXPECT_EQ(verdict(HasJsonAt("/name", "Rome"), request), "no: whose JSON at /name is \"Oslo\"");
  EXPECT_EQ(verdict(HasJsonAt("/x"), request),
            "no: whose JSON has nothing at /x; the nearest is the whole, an object of 2");
  EXPECT_EQ(description(HasJsonAt("/x")), "has something in its JSON at /x");
  EXPECT_EQ(negation(HasJsonAt("/x")), "has nothing in its JSON at /x");
  EXPECT_EQ(description(HasJsonAt("/x", "y")), "has JSON at /x that is equal to \"y\"");
  EXPECT_EQ(negation(HasJsonAt("/x", "y")), "has no JSON at /x that is equal to \"y\"");
}

}  // namespace
}  // namespace wiretape

// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <wiretape/matchers.hpp>

#include <regex>

#include "support/matching.hpp"

namespace wiretape {
namespace {

using test::description;
using test::get;
using test::negation;
using test::post;
using test::verdict;

TEST(HasBody, ComparesTheDecodedBody) {
  auto request = post("http://h/", "text/plain", "\x1f\x8b...");
  request.body.decoded = "hello";
  EXPECT_EQ(verdict(HasBody("hello"), request), R"(yes: whose body is "hello")");
  EXPECT_EQ(verdict(HasBody("bye"), request), R"(no: whose body is "hello")");
  EXPECT_EQ(verdict(HasBody("bye"), get("http://h/")), "no: whose body is empty");
  EXPECT_EQ(description(HasBody("bye")), R"(has body "bye")");
  EXPECT_EQ(negation(HasBody("bye")), R"(does not have body "bye")");
}

TEST(BodyContains, FindsBytesAnywhere) {
  const auto request = post("http://h/", "text/plain", std::string("a\0b", 3));
  EXPECT_TRUE(BodyContains(std::string("\0b", 2)).matches(request));
  EXPECT_EQ(verdict(BodyContains("c"), request), R"(no: whose body is "a\x00b")");
  EXPECT_EQ(description(BodyContains("c")), R"(has a body that contains "c")");
  EXPECT_EQ(negation(BodyContains("c")), R"(has a body that doesn't contain "c")");
}

TEST(BodyMatches, FindsAnExpressionAnywhere) {
  const auto request = post("http://h/", "text/plain", "order 1234 of 7");
  EXPECT_TRUE(BodyMatches("\\d{4}").matches(request));
  EXPECT_TRUE(BodyMatches("(\\d)3?.*(7)$").matches(request));
  EXPECT_FALSE(BodyMatches("^\\d").matches(request));
  EXPECT_EQ(description(BodyMatches("^\\d")), R"(has a body that matches /^\d/)");
  EXPECT_EQ(negation(BodyMatches("^\\d")), R"(has a body that doesn't match /^\d/)");
}

TEST(BodyMatches, KnowsBackReferences) {
  EXPECT_TRUE(BodyMatches("(a|b)\\1").matches(post("http://h/", "text/plain", "xbb")));
  EXPECT_FALSE(BodyMatches("(a|b)\\1").matches(post("http://h/", "text/plain", "xab")));
}

TEST(BodyMatches, SurvivesABodyThatWouldOverflowTheStack) {
  EXPECT_TRUE(
      BodyMatches("^(.|\\n)*z$").matches(post("http://h/", "text/plain", std::string(300'000, 'a') + 'z')));
}

TEST(BodyMatches, ThrowsForAWrongExpressionWhenItIsMade) {
  EXPECT_THROW((void)BodyMatches("("), std::regex_error);
}

TEST(HasFormField, FindsAnyOfSeveralValues) {
  const auto request = post("http://h/", "application/x-www-form-urlencoded", "a=1&a=2&b=x+y");
  EXPECT_TRUE(HasFormField("a", "2").matches(request));
  EXPECT_TRUE(HasFormField("b").matches(request));
  EXPECT_EQ(verdict(HasFormField("b", "z"), request), R"(no: whose form field b is "x y")");
  EXPECT_EQ(verdict(HasFormField("a", "z"), request), R"(no: whose form field a is given as "1" and "2")");
  EXPECT_EQ(verdict(HasFormField("c"), request), "no: whose form has no field c");
  EXPECT_EQ(verdict(HasFormField("c"), post("http://h/", "application/json", "{}")),
            "no: which has no form: its Content-Type is application/json");
}

TEST(HasFormField, DescribesItself) {
  EXPECT_EQ(description(HasFormField("a")), "has form field a");
  EXPECT_EQ(negation(HasFormField("a")), "lacks form field a");
  EXPECT_EQ(description(HasFormField("a", "1")), R"(has form field a: "1")");
}

}  // namespace
}  // namespace wiretape

// SPDX-License-Identifier: MIT
// gmock's matchers inside ours.
#include <wiretape/gtest.hpp>

#include "support/matching.hpp"

namespace wiretape {
namespace {

using test::description;
using test::get;
using test::negation;
using test::verdict;
using testing::_;
using testing::AllOf;
using testing::AnyOf;
using testing::Eq;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Matcher;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

MATCHER_P(EndsInside, end, "ends in " + std::string(end)) { return arg.size() > 1 && arg.ends_with(end); }

static_assert(std::convertible_to<decltype(StartsWith("/a")), TextMatcher>);
static_assert(std::convertible_to<decltype(EndsInside("/a")), TextMatcher>);
static_assert(std::convertible_to<Matcher<std::string>, TextMatcher>);
static_assert(std::convertible_to<Matcher<const std::string&>, TextMatcher>);
static_assert(!std::convertible_to<Matcher<int>, TextMatcher>, "a matcher of something else");
static_assert(!std::convertible_to<int, TextMatcher>);
static_assert(!std::convertible_to<std::nullptr_t, TextMatcher>);
static_assert(!std::convertible_to<int, RequestMatcher>);
static_assert(!std::convertible_to<Request, RequestMatcher>);
static_assert(!std::convertible_to<Matcher<std::string>, RequestMatcher>);

TEST(TextArguments, TakeGmocksMatchers) {
  const auto request = get("http://h/today?city=Oslo");
  EXPECT_THAT(request, HasPath(StartsWith("/to")));
  EXPECT_THAT(request, HasPath(Not(IsEmpty())));
  EXPECT_THAT(request, HasPath(_));
  EXPECT_THAT(request, HasPath(AllOf(SizeIs(6), EndsInside("day"))));
  EXPECT_THAT(request, HasPath(Eq("/today")));
  EXPECT_THAT(request, HasPath(Matcher<std::string>("/today")));
  EXPECT_THAT(request, HasQueryParam("city", testing::MatchesRegex("O.*o")));
  EXPECT_THAT(request, Not(HasPath(HasSubstr("tomorrow"))));
}

TEST(TextArguments, StillTakeTexts) {
  const auto request = get("http://h/today");
  const std::string path = "/today";
  EXPECT_THAT(request, HasPath("/today"));
  EXPECT_THAT(request, HasPath(path));
  EXPECT_THAT(request, HasPath(std::string_view(path)));
}

TEST(TextArguments, DescribeThemselvesInGmocksWords) {
  EXPECT_EQ(description(HasPath(StartsWith("/a"))), R"(has a path that starts with "/a")");
  EXPECT_EQ(negation(HasPath(StartsWith("/a"))), R"(has a path that doesn't start with "/a")");
  EXPECT_EQ(description(HasHeader("X", HasSubstr("y"))), R"(has a header X that has substring "y")");
  EXPECT_EQ(negation(HasHeader("X", HasSubstr("y"))), R"(has no header X that has substring "y")");
  EXPECT_EQ(verdict(HasPath(StartsWith("/a")), get("http://h/b")), R"(no: whose path is "/b")");
}

TEST(RequestMatcher, HoldsGmocksMatchersOfRequests) {
  const RequestMatcher both = AllOf(HasPath("/a"), HasMethod("GET"));
  EXPECT_EQ(description(both), R"((has path "/a") and (has method "GET"))");
  EXPECT_EQ(verdict(both, get("http://h/b")), R"(no: whose path is "/b")");
  EXPECT_TRUE(RequestMatcher(AnyOf(HasPath("/a"), HasPath("/b"))).matches(get("http://h/b")));
  EXPECT_TRUE(RequestMatcher(_).matches(get("http://h/")));
  EXPECT_TRUE(RequestMatcher(testing::Field(&Request::version, "HTTP/1.1")).matches(get("http://h/")));
  EXPECT_TRUE((HasPath("/b") && Not(HasMethod("PUT"))).matches(get("http://h/b")));
}

TEST(Received, CountsByGmocksMatchersAndCardinalities) {
  const std::vector requests{get("http://h/a"), get("http://h/b")};
  EXPECT_THAT(requests, Received(testing::AtLeast(2), AnyOf(HasPath("/a"), HasPath("/b"))));
  EXPECT_THAT(requests, ReceivedInOrder(HasPath(StartsWith("/a")), Not(HasPath("/a"))));
}

}  // namespace
}  // namespace wiretape

// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <wiretape/matchers.hpp>

#include "support/matching.hpp"

namespace wiretape {
namespace {

using test::description;
using test::get;
using test::negation;
using test::verdict;
using testing::AllOf;
using testing::AnyOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Not;

static_assert(!std::convertible_to<int, RequestMatcher>);
static_assert(!std::convertible_to<const char*, RequestMatcher>);
static_assert(!std::convertible_to<Request, RequestMatcher>);
static_assert(!std::convertible_to<bool (*)(const Request&), RequestMatcher>,
              "a predicate needs a description");
static_assert(!std::constructible_from<RequestMatcher>);

TEST(RequestMatcher, OfAPredicateSaysItsDescription) {
  const RequestMatcher is_retry("is a retry", [](const Request& r) { return r.headers.has("X-Attempt"); });
  EXPECT_EQ(description(is_retry), "is a retry");
  EXPECT_EQ(negation(is_retry), "not (is a retry)");
  EXPECT_FALSE(is_retry.matches(get("http://a/")));
}

TEST(RequestMatcher, RefusesAPredicateThatCannotBeCalled) {
  EXPECT_THROW(RequestMatcher("is nothing", nullptr), std::invalid_argument);
}

struct IsSecure {
  bool MatchAndExplain(const Request& r, std::ostream*) const { return r.url.scheme == "https"; }
  void DescribeTo(std::ostream* os) const { *os << "is secure"; }
  void DescribeNegationTo(std::ostream* os) const { *os << "is not secure"; }
};

TEST(RequestMatcher, HoldsAClassOfTheUsers) {
  const RequestMatcher secure = IsSecure{};
  EXPECT_TRUE(secure.matches(get("https://a/")));
  EXPECT_EQ((secure && HasPath("/")).description(), R"((is secure) and (has path "/"))");
}

TEST(And, DescribesAndExplainsAsAllOf) {
  const auto both = HasMethod("GET") && HasPath("/a") && HasHost("h");
  EXPECT_EQ(description(both), R"((has method "GET") and (has path "/a") and (has host "h"))");
  EXPECT_EQ(negation(both),
            R"((does not have method "GET") or (does not have path "/a") or (does not have host "h"))");
  EXPECT_EQ(verdict(both, get("http://h/b")), R"(no: whose path is "/b")");
  EXPECT_EQ(verdict(both, get("http://h/a")),
            R"(yes: whose method is "GET", and whose path is "/a", and whose host is "h")");
}

TEST(Or, DescribesAndExplainsAsAnyOf) {
  const auto either = HasPath("/a") || HasPath("/b");
  EXPECT_EQ(description(either), R"((has path "/a") or (has path "/b"))");
  EXPECT_EQ(negation(either), R"((does not have path "/a") and (does not have path "/b"))");
  EXPECT_EQ(verdict(either, get("http://h/b")), R"(yes: whose path is "/b")");
  EXPECT_EQ(verdict(HasMethod("PUT") || HasPath("/a"), get("http://h/b")),
            R"(no: whose method is "GET", and whose path is "/b")");
}

TEST(Not, SwapsDescriptions) {
  EXPECT_EQ(description(!HasPath("/a")), R"(does not have path "/a")");
  EXPECT_EQ(negation(!HasPath("/a")), R"(has path "/a")");
  EXPECT_EQ(verdict(!HasPath("/a"), get("http://h/a")), R"(no: whose path is "/a")");
  EXPECT_TRUE((!!HasPath("/a")).matches(get("http://h/a")));
}

TEST(Combinators, MixAndKeepTheirBrackets) {
  EXPECT_EQ(description(HasPath("/a") && (HasMethod("GET") || HasMethod("PUT"))),
            R"((has path "/a") and ((has method "GET") or (has method "PUT")))");
}

TEST(Combinators, AskNoFurtherThanNeeded) {
  int asked = 0;
  const RequestMatcher counts("counts", [&](const Request&) { return ++asked > 0; });
  EXPECT_FALSE((HasPath("/x") && counts).matches(get("http://h/a")));
  EXPECT_TRUE((HasPath("/a") || counts).matches(get("http://h/a")));
  EXPECT_EQ(asked, 0);
}

// gmock's own combinators over ours.
template <class M>
std::string gmock_verdict(const M& matcher, const Request& request) {
  testing::StringMatchResultListener listener;
  const auto held = testing::SafeMatcherCast<const Request&>(matcher);
  std::ostringstream os;
  held.DescribeTo(&os);
  const bool fits = held.MatchAndExplain(request, &listener);
  return os.str() + (fits ? " | yes: " : " | no: ") + listener.str();
}

TEST(GmocksCombinators, TakeOurMatchers) {
  EXPECT_EQ(gmock_verdict(AllOf(HasPath("/a"), HasMethod("GET")), get("http://h/b")),
            R"((has path "/a") and (has method "GET") | no: whose path is "/b")");
  EXPECT_EQ(gmock_verdict(AnyOf(HasPath("/a"), HasPath("/b")), get("http://h/b")),
            R"((has path "/a") or (has path "/b") | yes: whose path is "/b")");
  EXPECT_EQ(gmock_verdict(Not(HasPath("/a")), get("http://h/a")),
            R"(does not have path "/a" | no: whose path is "/a")");
}

TEST(GmocksCombinators, TakeOurMatchersOverLists) {
  const std::vector requests{get("http://h/a"), get("http://h/b")};
  EXPECT_THAT(requests, ElementsAre(HasPath("/a"), HasPath("/b") && HasMethod("GET")));
  EXPECT_THAT(requests, Contains(HasPath("/b")));
  EXPECT_THAT(requests, Not(Contains(HasPath("/c"))));
  EXPECT_THAT(requests, testing::Each(AnyRequest()));
}

}  // namespace
}  // namespace wiretape

// SPDX-License-Identifier: MIT
#include "policy/rules.hpp"

#include <gtest/gtest.h>
#include <wiretape/matchers.hpp>

#include "support/matching.hpp"

namespace wiretape::policy {
namespace {

using namespace std::chrono_literals;
using test::get;

RuleBuilder when(Rules& rules, RequestMatcher which) {
  return {std::move(which), [&rules](Rule rule) { rules.add(std::move(rule)); }};
}
int status_of(const Rules::Verdict& verdict) { return verdict.answer ? verdict.answer->status : 0; }

TEST(Rules, SayNothingOfARequestThatFitsNone) {
  Rules rules;
  EXPECT_TRUE(rules.empty());
  when(rules, HasPath("/a")).answer(503);
  EXPECT_FALSE(rules.empty());
  const auto verdict = rules.apply(get("http://h/b"));
  EXPECT_FALSE(verdict.answer);
  EXPECT_EQ(verdict.delay, 0ms);
}

TEST(Rules, AreTriedNewestFirst) {
  Rules rules;
  when(rules, AnyRequest()).answer(500);
  when(rules, HasPath("/a")).answer(503);
  EXPECT_EQ(status_of(rules.apply(get("http://h/a"))), 503);
  EXPECT_EQ(status_of(rules.apply(get("http://h/b"))), 500);
}

TEST(Rules, AddUpDelaysUntilOneAnswers) {
  Rules rules;
  when(rules, AnyRequest()).delay(1ms);  // older than the answer: not reached
  when(rules, AnyRequest()).answer(503);
  when(rules, AnyRequest()).delay(10ms);
  when(rules, AnyRequest()).delay(100ms);
  const auto verdict = rules.apply(get("http://h/"));
  EXPECT_EQ(verdict.delay, 110ms);
  EXPECT_EQ(status_of(verdict), 503);
}

TEST(Rules, CountEachItsOwnRequests) {
  Rules rules;
  when(rules, HasPath("/a")).nth(2).answer(502);
  EXPECT_EQ(status_of(rules.apply(get("http://h/a"))), 0);
  EXPECT_EQ(status_of(rules.apply(get("http://h/b"))), 0);
  EXPECT_EQ(status_of(rules.apply(get("http://h/a"))), 502);
  EXPECT_EQ(status_of(rules.apply(get("http://h/a"))), 0);
}

TEST(Rules, CountRequestsThatANewerRuleAnswered) {
  Rules rules;
  when(rules, AnyRequest()).nth(2).answer(502);
  when(rules, AnyRequest()).first(1).answer(503);
  EXPECT_EQ(status_of(rules.apply(get("http://h/"))), 503);
  EXPECT_EQ(status_of(rules.apply(get("http://h/"))), 502);
  EXPECT_EQ(status_of(rules.apply(get("http://h/"))), 0);
}

}  // namespace
}  // namespace wiretape::policy

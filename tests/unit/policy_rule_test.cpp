// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <wiretape/matchers.hpp>
#include <wiretape/rule.hpp>

namespace wiretape {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

// Collects what a builder installs.
struct Rules {
  RuleBuilder when(RequestMatcher which) {
    return {std::move(which), [this](Rule rule) { installed.push_back(std::move(rule)); }};
  }
  // Which of the first ten matching requests the last rule bends.
  [[nodiscard]] std::vector<int> bent() const {
    std::vector<int> out;
    for (int n = 1; n <= 10; ++n) {
      if (installed.back().acts_on(n)) out.push_back(n);
    }
    return out;
  }
  std::vector<Rule> installed;
};

TEST(RuleBuilder, BendsEveryRequestUnlessToldWhich) {
  Rules rules;
  rules.when(AnyRequest()).delay(5ms);
  EXPECT_EQ(rules.bent().size(), 10U);
  EXPECT_EQ(rules.installed.back().delay, 5ms);
  EXPECT_FALSE(rules.installed.back().answer);
}

TEST(RuleBuilder, SaysWhichRequestsAreBent) {
  Rules rules;
  rules.when(AnyRequest()).first(2).answer(503);
  EXPECT_THAT(rules.bent(), ElementsAre(1, 2));
  rules.when(AnyRequest()).nth(3).answer(503);
  EXPECT_THAT(rules.bent(), ElementsAre(3));
  rules.when(AnyRequest()).every(4).answer(503);
  EXPECT_THAT(rules.bent(), ElementsAre(4, 8));
  rules.when(AnyRequest()).after(8).answer(503);
  EXPECT_THAT(rules.bent(), ElementsAre(9, 10));
}

TEST(RuleBuilder, NarrowsWithEachCall) {
  Rules rules;
  rules.when(AnyRequest()).after(2).first(5).answer(503);
  EXPECT_THAT(rules.bent(), ElementsAre(3, 4, 5));
}

TEST(RuleBuilder, InstallsNothingBeforeAnAction) {
  Rules rules;
  rules.when(AnyRequest()).first(1);
  EXPECT_TRUE(rules.installed.empty());
}

TEST(RuleBuilder, MakesAnAnswerWithLengthAndReason) {
  Rules rules;
  rules.when(AnyRequest()).answer(503, "busy", {{"Retry-After", "1"}});
  const auto& answer = *rules.installed.back().answer;
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.reason, "Service Unavailable");
  EXPECT_EQ(answer.body.bytes, "busy");
  EXPECT_EQ(answer.framing, Framing::content_length);
  EXPECT_EQ(answer.headers, (Headers{{"Retry-After", "1"}, {"Content-Length", "4"}}));
}

TEST(RuleBuilder, GivesNoLengthToAStatusWithoutBody) {
  Rules rules;
  rules.when(AnyRequest()).answer(204);
  EXPECT_TRUE(rules.installed.back().answer->headers.empty());
  EXPECT_EQ(rules.installed.back().answer->framing, Framing::none);
  EXPECT_THROW(rules.when(AnyRequest()).answer(304, "body"), std::invalid_argument);
}

TEST(RuleBuilder, AnswersAResponseAsItStands) {
  Rules rules;
  Response odd;
  odd.status = 299;
  odd.reason = "Odd";
  rules.when(AnyRequest()).answer(odd);
  EXPECT_EQ(*rules.installed.back().answer, odd);
}

TEST(RuleBuilder, RefusesWhatCannotBeMeant) {
  Rules rules;
  EXPECT_THROW(rules.when(AnyRequest()).first(0), std::invalid_argument);
  EXPECT_THROW(rules.when(AnyRequest()).nth(-1), std::invalid_argument);
  EXPECT_THROW(rules.when(AnyRequest()).every(0), std::invalid_argument);
  EXPECT_THROW(rules.when(AnyRequest()).after(0), std::invalid_argument);
  EXPECT_THROW(rules.when(AnyRequest()).answer(100), std::invalid_argument);
  EXPECT_THROW(rules.when(AnyRequest()).answer(1000), std::invalid_argument);
  EXPECT_THROW(rules.when(AnyRequest()).delay(-1ms), std::invalid_argument);
  EXPECT_TRUE(rules.installed.empty());
}

}  // namespace
}  // namespace wiretape

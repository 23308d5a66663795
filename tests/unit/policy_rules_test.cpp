// SPDX-License-Identifier: MIT
#include "policy/rules.hpp"

#include <algorithm>
#include <map>
#include <string>

#include <gmock/gmock.h>
#include <wiretape/matchers.hpp>

#include "support/matching.hpp"

namespace wiretape::policy {
namespace {

using namespace std::chrono_literals;
using test::get;
using testing::ElementsAre;

struct Hosted : RuleHost {
  void add(std::shared_ptr<Rule> rule) override { rules.add(std::move(rule)); }
  void remove(const Rule* rule) override { rules.remove(rule); }
  void touch(std::function<void()> what) override { what(); }

  explicit Hosted(std::uint64_t seed = 0) : rules(seed) {}
  [[nodiscard]] bool empty() const { return rules.empty(); }
  Rules::Verdict apply(const Request& request) { return rules.apply(request); }
  Rules rules;
};

RuleBuilder when(Hosted& rules, RequestMatcher which) { return {std::move(which), rules}; }
int status_of(const Rules::Verdict& verdict) { return verdict.answer ? verdict.answer->status : 0; }
std::vector<double> delays(const Rules::Verdict& verdict) {
  std::vector<double> times;
  for (const auto& step : verdict.bend.steps) times.push_back(std::get<DelayAction>(step.action).latency.a());
  return times;
}

TEST(Rules, SayNothingOfARequestThatFitsNone) {
  Hosted rules;
  EXPECT_TRUE(rules.empty());
  when(rules, HasPath("/a")).answer(503);
  EXPECT_FALSE(rules.empty());
  const auto verdict = rules.apply(get("http://h/b"));
  EXPECT_FALSE(verdict.answer);
  EXPECT_TRUE(verdict.bend.empty());
}

TEST(Rules, AreTriedNewestFirst) {
  Hosted rules;
  when(rules, AnyRequest()).answer(500);
  when(rules, HasPath("/a")).answer(503);
  EXPECT_EQ(status_of(rules.apply(get("http://h/a"))), 503);
  EXPECT_EQ(status_of(rules.apply(get("http://h/b"))), 500);
}

TEST(Rules, AddUpDelaysUntilOneAnswers) {
  Hosted rules;
  when(rules, AnyRequest()).delay(1ms);  // older than the answer: not reached
  when(rules, AnyRequest()).answer(503);
  when(rules, AnyRequest()).delay(10ms);
  when(rules, AnyRequest()).delay(100ms);
  const auto verdict = rules.apply(get("http://h/"));
  EXPECT_THAT(delays(verdict), ElementsAre(10, 100)) << "the newest acts last";
  EXPECT_THAT(verdict.bend.rules, ElementsAre("rule 4", "rule 3", "rule 2"));
  EXPECT_EQ(status_of(verdict), 503);
}

TEST(Rules, CountEachItsOwnRequests) {
  Hosted rules;
  when(rules, HasPath("/a")).nth(2).answer(502);
  EXPECT_EQ(status_of(rules.apply(get("http://h/a"))), 0);
  EXPECT_EQ(status_of(rules.apply(get("http://h/b"))), 0);
  EXPECT_EQ(status_of(rules.apply(get("http://h/a"))), 502);
  EXPECT_EQ(status_of(rules.apply(get("http://h/a"))), 0);
}

TEST(Rules, CountRequestsThatANewerRuleAnswered) {
  Hosted rules;
  when(rules, AnyRequest()).nth(2).answer(502);
  when(rules, AnyRequest()).first(1).answer(503);
  EXPECT_EQ(status_of(rules.apply(get("http://h/"))), 503);
  EXPECT_EQ(status_of(rules.apply(get("http://h/"))), 502);
  EXPECT_EQ(status_of(rules.apply(get("http://h/"))), 0);
}

TEST(Rules, GiveTheirAnswersInOrder) {
  const auto sequence = [](AnswersThen then) {
    Hosted rules;
    Response busy, gone;
    busy.status = 503;
    gone.status = 410;
    when(rules, AnyRequest()).answers({busy, gone}, then);
    std::vector<int> got;
    for (int i = 0; i < 5; ++i) got.push_back(status_of(rules.apply(get("http://h/"))));
    return got;
  };
  EXPECT_THAT(sequence(AnswersThen::stay_on_last), ElementsAre(503, 410, 410, 410, 410));
  EXPECT_THAT(sequence(AnswersThen::cycle), ElementsAre(503, 410, 503, 410, 503));
  EXPECT_THAT(sequence(AnswersThen::fall_through), ElementsAre(503, 410, 0, 0, 0));
}

TEST(Rules, AskTheTestForAnAnswer) {
  Hosted rules;
  when(rules, AnyRequest()).answer_by([](const Request& request) {
    Response response;
    response.status = request.url.path() == "/a" ? 200 : 404;
    return response;
  });
  EXPECT_EQ(status_of(rules.apply(get("http://h/a"))), 200);
  EXPECT_EQ(status_of(rules.apply(get("http://h/b"))), 404);
}

TEST(Rules, AreOutOfForceOnceTheyAreRemoved) {
  Hosted rules;
  auto rule = when(rules, AnyRequest()).times(1).answer(503);
  EXPECT_EQ(status_of(rules.apply(get("http://h/"))), 503);
  EXPECT_EQ(rule.acted(), 1);
  rule.remove();
  EXPECT_EQ(status_of(rules.apply(get("http://h/"))), 0);
  EXPECT_TRUE(rules.rules.unmet().empty());
}

TEST(Rules, ChangeWhatTheOriginIsAskedOldestFirst) {
  Hosted rules;
  when(rules, AnyRequest()).change_request([](Request& request) { request.method += "1"; });
  when(rules, AnyRequest()).change_request([](Request& request) { request.method += "2"; });
  Request request = get("http://h/");
  for (const auto& change : rules.apply(request).request_changes) change(request);
  EXPECT_EQ(request.method, "GET12");
}

std::string drawn(std::uint64_t seed, double p, int count = 200) {
  Hosted rules(seed);
  when(rules, AnyRequest()).with_probability(p).answer(503);
  std::string got;
  for (int i = 0; i < count; ++i) got += status_of(rules.apply(get("http://h/"))) == 503 ? 'x' : '.';
  return got;
}

TEST(Rules, DrawTheSameForTheSameSeed) {
  EXPECT_EQ(drawn(1, 0.3), drawn(1, 0.3));
  EXPECT_NE(drawn(1, 0.3), drawn(2, 0.3));
}

TEST(Rules, DrawAsOftenAsTheyShould) {
  const auto acted = [](double p) {
    const auto text = drawn(7, p, 10'000);
    return static_cast<double>(std::count(text.begin(), text.end(), 'x'));
  };
  EXPECT_NEAR(acted(0.3), 3000, 150);  // more than three deviations
  EXPECT_EQ(acted(0), 0);
  EXPECT_EQ(acted(1), 10'000);
}

TEST(Rules, KnowWhetherTheyDrew) {
  Hosted rules;
  when(rules, HasPath("/fixed")).delay(1ms);
  when(rules, HasPath("/drawn")).delay(Latency::uniform(1ms, 2ms));
  rules.apply(get("http://h/fixed"));
  EXPECT_FALSE(rules.rules.has_drawn());
  rules.apply(get("http://h/drawn"));
  EXPECT_TRUE(rules.rules.has_drawn());
}

// Whatever other requests come in between, and in what order.
TEST(Rules, DrawForARequestByWhatItIs) {
  const auto got = [](const std::vector<std::string>& urls) {
    Hosted rules(11);
    when(rules, AnyRequest()).with_probability(0.5).one_of({fault::reset(), fault::empty_reply()}, {503});
    std::map<std::string, std::string> by_url;
    for (const auto& url : urls) {
      const auto verdict = rules.apply(get(url.c_str()));
      by_url[url] += verdict.bend.rules.empty() ? "none;" : verdict.bend.rules[0] + ";";
    }
    return by_url;
  };
  std::vector<std::string> mixed_up, in_turn;
  for (int i = 0; i < 40; ++i) mixed_up.emplace_back(i % 3 == 0 ? "http://h/a" : "http://h/b");
  in_turn = mixed_up;
  std::sort(in_turn.begin(), in_turn.end());
  EXPECT_EQ(got(mixed_up), got(in_turn));
  EXPECT_THAT(got(mixed_up)["http://h/b"], testing::HasSubstr("rule 1 ("));
}

TEST(Rules, DrawEachOfSomeFaultsAndStatuses) {
  Hosted rules(3);
  when(rules, AnyRequest()).one_of({fault::reset(), fault::empty_reply()}, {500, 503});
  std::map<std::string, int> counts;
  for (int i = 0; i < 4000; ++i) ++counts[rules.apply(get("http://h/")).bend.rules.at(0)];
  ASSERT_EQ(counts.size(), 4U);
  for (const auto& [name, count] : counts) EXPECT_NEAR(count, 1000, 120) << name;
}

TEST(Rules, HaveTheirSayAtTheirStage) {
  Hosted rules;
  when(rules, HasHost("h")).named("down").first(1).fault(fault::refuse());
  when(rules, HasHost("h")).throttle_request(10).fault(fault::close_in_request(3));
  when(rules, HasHost("h")).answer(503);
  auto early = rules.rules.apply_early(Stage::connection, get("https://h/"));
  EXPECT_EQ(early.fault, fault::refuse());
  EXPECT_THAT(early.rules, ElementsAre("rule 'down'"));
  EXPECT_FALSE(rules.rules.apply_early(Stage::connection, get("https://h/")).fault) << "the first only";
  EXPECT_FALSE(rules.rules.apply_early(Stage::connection, get("https://other/")).fault);
  early = rules.rules.apply_early(Stage::request, get("https://h/"));
  EXPECT_EQ(early.fault, fault::close_in_request(3));
  EXPECT_EQ(early.bytes_per_second, 10U);
  EXPECT_THAT(early.rules, ElementsAre("rule 2"));
  const auto verdict = rules.apply(get("https://h/"));
  EXPECT_EQ(status_of(verdict), 503);
  EXPECT_THAT(verdict.bend.rules, ElementsAre("rule 3"));
}

TEST(Rules, OfTheConnectionAreTriedNewestFirst) {
  Hosted rules;
  when(rules, HasHost("h")).fault(fault::refuse());
  when(rules, HasHost("h")).fault(fault::tls_alert(20));
  EXPECT_EQ(rules.rules.apply_early(Stage::connection, get("https://h/")).fault, fault::tls_alert(20));
}

}  // namespace
}  // namespace wiretape::policy

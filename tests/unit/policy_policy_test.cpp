// SPDX-License-Identifier: MIT
#include "policy/policy.hpp"

#include <gmock/gmock.h>
#include <wiretape/matchers.hpp>

#include "support/matching.hpp"
#include "support/rule_host.hpp"
#include "support/tapes.hpp"

namespace wiretape::policy {
namespace {

using namespace std::chrono_literals;
using test::answered;
using test::get;
using test::post;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

PolicySetup setup(RecordMode mode, bool has_file = true) {
  PolicySetup out;
  out.mode = mode;
  out.cassette = "cassettes/a.yaml";
  out.has_cassette_file = has_file;
  return out;
}

using test::when;

// A plan in short: "play 0: body", "ask", "ask and record", "rule 503", "refuse unmatched_request", "needs
// body".
std::string brief(const Plan& plan) {
  struct Words {
    std::string operator()(const NeedsBody&) const { return "needs body"; }
    std::string operator()(const Play& play) const {
      return "play " + std::to_string(play.index) + ": " + test::body_of(*play.interaction);
    }
    std::string operator()(const AskOrigin& ask) const { return ask.is_recorded ? "ask and record" : "ask"; }
    std::string operator()(const AnswerByRule& rule) const {
      return "rule " + std::to_string(rule.response.status);
    }
    std::string operator()(const ConverseByRule&) const { return "converse by rule"; }
    std::string operator()(const Refuse& refuse) const {
      EXPECT_EQ(refuse.status, 599);
      return "refuse " + std::string(to_string(refuse.finding.kind));
    }
  };
  return std::visit(Words{}, plan);
}

const Request a = get("http://h/a"), b = get("http://h/b");

// What becomes of a recorded request, of the same again, and of one never recorded.
struct Decisions {
  std::string early, first, again, other;
  friend bool operator==(const Decisions&, const Decisions&) = default;
  friend void PrintTo(const Decisions& d, std::ostream* os) {
    *os << d.early << " | " << d.first << " | " << d.again << " | " << d.other;
  }
};
Decisions decisions(PolicySetup s) {
  auto tape = s.has_cassette_file ? test::tape_of({answered(a, "one")}) : cassette::Tape();
  Policy policy(std::move(s), std::move(tape));
  const auto early = brief(policy.decide_early(a));
  const auto first = brief(policy.decide(a));
  const auto again = brief(policy.decide(a));
  return {early, first, again, brief(policy.decide(b))};
}

TEST(Policy, PlaysOrRefusesInOnceWithAFile) {
  EXPECT_EQ(decisions(setup(RecordMode::once)),
            (Decisions{"needs body", "play 0: one", "refuse unmatched_request", "refuse unmatched_request"}));
}
TEST(Policy, RecordsInOnceWithoutAFile) {
  EXPECT_EQ(decisions(setup(RecordMode::once, false)),
            (Decisions{"ask and record", "ask and record", "ask and record", "ask and record"}));
}
TEST(Policy, PlaysWhatThereIsInNewEpisodesAndRecordsTheRest) {
  EXPECT_EQ(decisions(setup(RecordMode::new_episodes)),
            (Decisions{"needs body", "play 0: one", "ask and record", "ask and record"}));
  EXPECT_EQ(decisions(setup(RecordMode::new_episodes, false)).first, "ask and record");
}
// What each of `requests` gets, in order, from three answers to a and one to b.
std::vector<std::string> answers(Repeats repeats, const std::vector<Request>& requests) {
  auto s = setup(RecordMode::none);
  s.repeats = repeats;
  Policy policy(std::move(s), test::tape_of({answered(a, "queued"), answered(b, "other"),
                                             answered(a, "running"), answered(a, "done")}));
  std::vector<std::string> out;
  for (const auto& request : requests) out.push_back(brief(policy.decide(request)));
  return out;
}

TEST(Policy, GetsReadyForManyThatAreAlike) {
  std::vector<Interaction> orders;
  for (int i = 0; i < 300; ++i) {
    orders.push_back(answered(
        post("http://h/orders", "application/json", "{\"n\":" + std::to_string(i) + "}"), std::to_string(i)));
  }
  Policy ready(setup(RecordMode::none), test::tape_of(orders));
  int turns = 1;
  while (ready.learn_some()) ++turns;
  EXPECT_GT(turns, 10) << "a few at a time";
  Policy unready(setup(RecordMode::none), test::tape_of(orders));
  for (const auto* n : {"299", "0", "17"}) {
    const auto asked = post("http://h/orders", "application/json", "{ \"n\": " + std::string(n) + " }");
    const auto expected = "play " + std::string(n) + ": " + n;
    EXPECT_EQ(brief(ready.decide(asked)), expected);
    EXPECT_EQ(brief(unready.decide(asked)), expected);
  }
  EXPECT_EQ(brief(ready.decide(post("http://h/orders", "application/json", "{\"n\":300}"))),
            "refuse unmatched_request");
  EXPECT_FALSE(Policy(setup(RecordMode::none), test::tape_of({answered(a, "one")})).learn_some());
}

TEST(Policy, ComparesInDiff) {
  Policy policy(setup(RecordMode::diff), test::tape_of({answered(a, "one"), answered(b, "two")}));
  EXPECT_EQ(brief(policy.decide_early(b)), "needs body");
  const auto asked = std::get<AskOrigin>(policy.decide(b));
  EXPECT_FALSE(asked.is_recorded);
  ASSERT_TRUE(asked.compared);
  EXPECT_EQ(asked.compared->index, 1U);
  EXPECT_EQ(test::body_of(*asked.compared->recorded), "two");
  EXPECT_EQ(std::get<AskOrigin>(policy.decide(b)).compared->recorded, nullptr) << "it was compared already";
  EXPECT_THAT(policy.never_played(), ElementsAre(0));
  EXPECT_THAT(policy.unused(), IsEmpty()) << "the report has it";
  EXPECT_FALSE(policy.is_recording());
  EXPECT_EQ(decisions(setup(RecordMode::diff, false)), (Decisions{"ask", "ask", "ask", "ask"}));
}

TEST(Repeats, NonePlaysEachOnce) {
  EXPECT_THAT(answers(Repeats::none, {a, a, a, a}),
              ElementsAre("play 0: queued", "play 2: running", "play 3: done", "refuse unmatched_request"));
}
TEST(Repeats, LastPlaysTheLastOfEqualOnesAgain) {
  EXPECT_THAT(answers(Repeats::last, {a, a, a, a, b, b, a}),
              ElementsAre("play 0: queued", "play 2: running", "play 3: done", "play 3: done",
                          "play 1: other", "play 1: other", "play 3: done"));
}
TEST(Repeats, CycleBeginsAgainWithTheFirst) {
  EXPECT_THAT(answers(Repeats::cycle, {a, a, a, a, a, a, a}),
              ElementsAre("play 0: queued", "play 2: running", "play 3: done", "play 0: queued",
                          "play 2: running", "play 3: done", "play 0: queued"));
}
TEST(Repeats, FreePlaysTheFirstAlways) {
  EXPECT_THAT(answers(Repeats::free, {a, b, a, a}),
              ElementsAre("play 0: queued", "play 1: other", "play 0: queued", "play 0: queued"));
}
TEST(Repeats, AreOfWhatIsEqualByItsBodyToo) {
  auto s = setup(RecordMode::none);
  s.repeats = Repeats::last;
  const auto x = post("http://h/a", "text/plain", "x"), y = post("http://h/a", "text/plain", "y");
  Policy policy(std::move(s), test::tape_of({answered(x, "1"), answered(y, "2"), answered(x, "3")}));
  std::vector<std::string> out;
  for (const auto& request : {x, y, y, x, x}) out.push_back(brief(policy.decide(request)));
  EXPECT_THAT(out, ElementsAre("play 0: 1", "play 1: 2", "play 1: 2", "play 2: 3", "play 2: 3"));
}
TEST(Repeats, AskNoOriginForWhatWasPlayed) {
  auto s = setup(RecordMode::new_episodes);
  s.repeats = Repeats::last;
  Policy policy(std::move(s), test::tape_of({answered(a, "one")}));
  EXPECT_EQ(brief(policy.decide(a)), "play 0: one");
  EXPECT_EQ(brief(policy.decide_early(a)), "needs body");
  EXPECT_EQ(brief(policy.decide(a)), "play 0: one");
  EXPECT_EQ(brief(policy.decide_early(b)), "ask and record");
}
TEST(Repeats, LeaveWhatWasNeverPlayedUnused) {
  auto s = setup(RecordMode::none);
  s.repeats = Repeats::free;
  Policy policy(std::move(s), test::tape_of({answered(a, "one"), answered(b, "two")}));
  EXPECT_EQ(brief(policy.decide(a)), "play 0: one");
  EXPECT_EQ(brief(policy.decide(a)), "play 0: one");
  ASSERT_THAT(policy.unused(), SizeIs(1));
  EXPECT_THAT(policy.unused()[0].message, HasSubstr("http://h/b"));
}

TEST(Policy, PlaysOrRefusesInNone) {
  EXPECT_EQ(decisions(setup(RecordMode::none)),
            (Decisions{"needs body", "play 0: one", "refuse unmatched_request", "refuse unmatched_request"}));
  EXPECT_EQ(decisions(setup(RecordMode::none, false)),
            (Decisions{"needs body", "refuse cassette_missing", "refuse cassette_missing",
                       "refuse cassette_missing"}));
}
TEST(Policy, NeverPlaysInAllAndInPassthrough) {
  EXPECT_EQ(decisions(setup(RecordMode::all)),
            (Decisions{"ask and record", "ask and record", "ask and record", "ask and record"}));
  EXPECT_EQ(decisions(setup(RecordMode::passthrough)), (Decisions{"ask", "ask", "ask", "ask"}));
}
TEST(Policy, RecordsNothingWithoutACassette) {
  for (const auto mode : {RecordMode::once, RecordMode::new_episodes, RecordMode::all}) {
    auto without = setup(mode, false);
    without.cassette.clear();
    EXPECT_EQ(decisions(without), (Decisions{"ask", "ask", "ask", "ask"})) << to_string(mode);
  }
}

TEST(Policy, SaysWhetherItRecords) {
  const auto records = [](PolicySetup s) { return Policy(std::move(s), cassette::Tape()).is_recording(); };
  EXPECT_TRUE(records(setup(RecordMode::all)));
  EXPECT_TRUE(records(setup(RecordMode::new_episodes)));
  EXPECT_TRUE(records(setup(RecordMode::once, false)));
  EXPECT_FALSE(records(setup(RecordMode::once)));
  EXPECT_FALSE(records(setup(RecordMode::none, false)));
  EXPECT_FALSE(records(setup(RecordMode::passthrough)));
}

TEST(Policy, PlaysEqualInteractionsOnceEachInOrder) {
  Policy policy(setup(RecordMode::none),
                test::tape_of({answered(a, "1"), answered(b, "2"), answered(a, "3")}));
  EXPECT_EQ(brief(policy.decide(a)), "play 0: 1");
  EXPECT_EQ(brief(policy.decide(a)), "play 2: 3");
  EXPECT_EQ(brief(policy.decide(a)), "refuse unmatched_request");
  EXPECT_EQ(brief(policy.decide(b)), "play 1: 2");
}

TEST(Policy, ChoosesByTheBody) {
  const auto order = [](int id) {
    return post("http://h/orders", "application/json", "{\"id\": " + std::to_string(id) + "}");
  };
  Policy policy(setup(RecordMode::once), test::tape_of({answered(order(1), "1"), answered(order(2), "2")}));
  EXPECT_EQ(brief(policy.decide_early(order(2))), "needs body");
  EXPECT_EQ(brief(policy.decide(post("http://h/orders", "application/json", "{\"id\":2.0}"))), "play 1: 2");
  EXPECT_EQ(brief(policy.decide(order(3))), "refuse unmatched_request");
}

TEST(Policy, ChoosesByHeadersAndCustomPartsWhereAsked) {
  const auto with = [](const std::string& tenant) {
    auto request = a;
    request.headers.add("X-Tenant", tenant);
    return request;
  };
  auto by_header = setup(RecordMode::none);
  by_header.match_on = {match::path, match::header("X-Tenant")};
  Policy policy(by_header, test::tape_of({answered(with("x"), "x"), answered(with("y"), "y")}));
  EXPECT_EQ(brief(policy.decide(with("y"))), "play 1: y");

  auto by_hand = setup(RecordMode::none);
  by_hand.match_on = {match::custom("first letter", [](const Request& recorded, const Request& live) {
    return recorded.headers.find("X-Tenant")->front() == live.headers.find("X-Tenant")->front();
  })};
  Policy custom(by_hand, test::tape_of({answered(with("xa"), "x"), answered(with("ya"), "y")}));
  EXPECT_EQ(brief(custom.decide(with("yb"))), "play 1: y");
}

TEST(Policy, LetsABodyFlowEarlyWhereNothingRecordedCanFit) {
  Policy policy(setup(RecordMode::new_episodes), test::tape_of({answered(a)}));
  EXPECT_EQ(brief(policy.decide_early(b)), "ask and record");
  EXPECT_EQ(brief(policy.decide(a)), "play 0: ok");
  EXPECT_EQ(brief(policy.decide_early(a)), "ask and record") << "all that fits was played";
}

TEST(Policy, WaitsForTheBodyWhereARuleHasASay) {
  Policy policy(setup(RecordMode::passthrough), cassette::Tape());
  when(policy, BodyContains("x")).answer(503);
  EXPECT_EQ(brief(policy.decide_early(a)), "needs body");
}

TEST(Policy, AnswersByARuleAndLeavesTheRecordedInteractionUnplayed) {
  Policy policy(setup(RecordMode::once), test::tape_of({answered(a, "one")}));
  when(policy, HasPath("/a")).first(1).answer(503);
  EXPECT_EQ(brief(policy.decide(a)), "rule 503");
  EXPECT_EQ(brief(policy.decide(a)), "play 0: one");
}

std::vector<double> delays(const Bend& bend) {
  std::vector<double> times;
  for (const auto& step : bend.steps) times.push_back(std::get<DelayAction>(step.action).latency.a());
  return times;
}

TEST(Policy, DelaysWhatIsPlayedAskedAndAnswered) {
  Policy plays(setup(RecordMode::once), test::tape_of({answered(a)}));
  when(plays, AnyRequest()).delay(7ms);
  EXPECT_THAT(delays(std::get<Play>(plays.decide(a)).bend), ElementsAre(7));
  when(plays, AnyRequest()).answer(503);
  when(plays, AnyRequest()).delay(5ms);
  EXPECT_THAT(delays(std::get<AnswerByRule>(plays.decide(a)).bend), ElementsAre(5));

  Policy asks(setup(RecordMode::all), cassette::Tape());
  when(asks, AnyRequest()).delay(7ms);
  EXPECT_THAT(delays(std::get<AskOrigin>(asks.decide(a)).bend), ElementsAre(7));
}

TEST(Policy, TellsAMissingCassetteOnce) {
  Policy policy(setup(RecordMode::none, false), cassette::Tape());
  const auto first = std::get<Refuse>(policy.decide(a)).finding;
  EXPECT_THAT(first.message, HasSubstr("http://h/a"));
  EXPECT_EQ(std::get<Refuse>(policy.decide(b)).finding, first) << "equal findings are told once";
}

TEST(Policy, ListsWhatWasNeverPlayed) {
  Policy policy(setup(RecordMode::once), test::tape_of({answered(a), answered(b)}));
  (void)policy.decide(b);
  ASSERT_THAT(policy.unused(), SizeIs(1));
  EXPECT_EQ(policy.unused()[0].kind, FindingKind::unused_interaction);
  EXPECT_THAT(policy.unused()[0].message, HasSubstr("interaction 1, line"));
  (void)policy.decide(a);
  EXPECT_THAT(policy.unused(), IsEmpty());
}

TEST(Policy, ListsNothingUnusedWhereNothingIsPlayedOrTheUserAllowsIt) {
  EXPECT_THAT(Policy(setup(RecordMode::all), test::tape_of({answered(a)})).unused(), IsEmpty());
  EXPECT_THAT(Policy(setup(RecordMode::passthrough), test::tape_of({answered(a)})).unused(), IsEmpty());
  auto allows = setup(RecordMode::none);
  allows.allows_unused_interactions = true;
  EXPECT_THAT(Policy(allows, test::tape_of({answered(a)})).unused(), IsEmpty());
}

TEST(Policy, SaysWhichRulesDidNotActAsOftenAsTheyShould) {
  Policy policy(setup(RecordMode::once), test::tape_of({answered(a), answered(a)}));
  when(policy, HasPath("/a")).named("busy").times(2).first(1).answer(503);
  when(policy, HasPath("/b")).times(testing::AtLeast(1)).answer(503);
  when(policy, HasPath("/a")).times(2).delay(1ms);
  (void)policy.decide(a);
  (void)policy.decide(a);
  const auto findings = policy.unmet_rules();
  ASSERT_THAT(findings, SizeIs(2));
  EXPECT_EQ(findings[0].kind, FindingKind::rule_not_met);
  EXPECT_THAT(findings[0].message, HasSubstr("rule 'busy' acted once; it was expected to be called twice"));
  EXPECT_THAT(findings[1].message, HasSubstr("rule 2 never acted"));
}

TEST(Policy, KnowsTheTlsOfAnOriginThatWasRecorded) {
  auto recorded = answered(get("https://h:8443/a"));
  recorded.tls = TlsSession{"TLSv1.2"};
  Policy policy(setup(RecordMode::none),
                test::tape_of({answered(a), recorded, answered(get("https://h/a"))}));
  EXPECT_EQ(policy.recorded_tls("h", 8443), recorded.tls);
  EXPECT_EQ(policy.recorded_tls("h", 443), std::nullopt);
  EXPECT_EQ(policy.recorded_tls("other", 8443), std::nullopt);
  EXPECT_EQ(Policy(setup(RecordMode::all), test::tape_of({recorded})).recorded_tls("h", 8443), std::nullopt);
}

// Whatever is asked, in whatever order, after everything was played and with rules: nothing leaves.
TEST(Policy, NeverAsksTheOriginInNoneAndInOnceWithAFile) {
  for (const auto mode : {RecordMode::none, RecordMode::once}) {
    Policy policy(setup(mode), test::tape_of({answered(a), answered(b), answered(a)}));
    when(policy, HasPath("/a")).every(2).delay(1ms);
    when(policy, HasPath("/b")).nth(3).answer(503);
    auto odd = get("https://other:1/?q");
    odd.method = "PATCH";
    odd.body.bytes = "x";
    for (int i = 0; i < 6; ++i) {
      for (const auto& request : {a, b, odd}) {
        EXPECT_FALSE(std::holds_alternative<AskOrigin>(policy.decide_early(request)));
        EXPECT_FALSE(std::holds_alternative<AskOrigin>(policy.decide(request)));
      }
    }
  }
}

// What each of `requests` gets from a, b and c, of which b and c were under way at the same time.
std::vector<std::string> in_order(PlayOrder order, const std::vector<std::string>& paths) {
  auto s = setup(RecordMode::none);
  s.order = order;
  auto c = answered(get("http://h/c"), "C");
  c.overlaps = 1;
  Policy policy(std::move(s),
                test::tape_of({answered(a, "A"), answered(b, "B"), c, answered(get("http://h/d"), "D")}));
  std::vector<std::string> out;
  for (const auto& path : paths) out.push_back(brief(policy.decide(get("http://h/" + path))));
  return out;
}

TEST(Order, IsAnyWhereNothingIsSaid) {
  EXPECT_THAT(in_order(PlayOrder::any, {"d", "c", "b", "a"}),
              ElementsAre("play 3: D", "play 2: C", "play 1: B", "play 0: A"));
}

TEST(Order, IsPartialWhereRequestsOverlapped) {
  EXPECT_THAT(in_order(PlayOrder::partial, {"a", "c", "b", "d"}),
              ElementsAre("play 0: A", "play 2: C", "play 1: B", "play 3: D"));
  EXPECT_THAT(in_order(PlayOrder::partial, {"b", "a", "c", "d", "b", "d"}),
              ElementsAre("refuse out_of_order", "play 0: A", "play 2: C", "refuse out_of_order", "play 1: B",
                          "play 3: D"))
      << "what came too early may come again";
}

TEST(Order, IsStrictWhereAskedFor) {
  EXPECT_THAT(in_order(PlayOrder::strict, {"a", "c", "b", "c", "d"}),
              ElementsAre("play 0: A", "refuse out_of_order", "play 1: B", "play 2: C", "play 3: D"));
}

TEST(Order, LeavesAloneWhatIsPlayedAgain) {
  auto s = setup(RecordMode::none);
  s.order = PlayOrder::strict;
  s.repeats = Repeats::last;
  Policy policy(std::move(s), test::tape_of({answered(a, "A"), answered(b, "B")}));
  for (const auto* expected : {"play 0: A", "play 0: A"}) EXPECT_EQ(brief(policy.decide(a)), expected);
  EXPECT_EQ(brief(policy.decide(b)), "play 1: B");
  EXPECT_EQ(brief(policy.decide(a)), "play 0: A");
}

}  // namespace
}  // namespace wiretape::policy

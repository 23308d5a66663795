// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <csignal>
#include <future>

#include <wiretape/sweep.hpp>

#include "support/played.hpp"
#include "support/temp_directory.hpp"

namespace wiretape {
namespace {

using namespace std::chrono_literals;
using support::Connection;
using testing::AllOf;
using testing::HasSubstr;

class SweepDeckTest : public testing::Test {
protected:
  SweepDeckTest() {
    dir_.write(
        "a.yaml",
        "---\nwiretape: 1\n...\n"
        "---\nrequest: {method: GET, url: \"http://h/a\"}\n"
        "response: {status: 200, headers: [{Content-Length: \"7\"}], body: {text: '{\"a\":1}'}}\n...\n"
        "---\nrequest: {method: GET, url: \"http://h/a\"}\n"
        "response: {status: 200, headers: [{Content-Length: \"7\"}], body: {text: '{\"a\":2}'}}\n...\n");
    options_.limit = 60s;
  }
  [[nodiscard]] SweepCase one(const std::string& name) const {
    auto options = options_;
    options.chooses = [&](const SweepCase& each) { return each.name() == name; };
    return sweep_cases(dir_.path("a.yaml"), options).at(0);
  }
  static std::string get(const Deck& deck, const std::string& url = "http://h/a") {
    return support::get_once(deck, url);
  }
  support::TempDirectory dir_;
  SweepOptions options_;
};

TEST_F(SweepDeckTest, PlaysTheRecordingAsItIs) {
  SweepDeck deck(one("AsRecorded"));
  EXPECT_THAT(get(deck), HasSubstr("{\"a\":1}"));
  EXPECT_THAT(get(deck), HasSubstr("{\"a\":2}"));
  EXPECT_THAT(get(deck), HasSubstr("{\"a\":2}")) << "and the last again, for what asks again";
  const auto result = deck.finish(false);
  EXPECT_EQ(result.outcome, SweepOutcome::survived);
  EXPECT_EQ(result.note, "");
}

TEST_F(SweepDeckTest, FailsWhereTheRecordingItselfDoesNotFit) {
  SweepDeck deck(one("AsRecorded"));
  get(deck, "http://h/other");
  const auto result = deck.finish(false);
  EXPECT_EQ(result.outcome, SweepOutcome::failed);
  EXPECT_THAT(result.note, HasSubstr("http://h/other"));
}

TEST_F(SweepDeckTest, StrikesOnceAtTheTurnOfItsInteraction) {
  SweepDeck deck(one("Interaction2_GET_a_Status503"));
  EXPECT_THAT(get(deck), HasSubstr("{\"a\":1}"));
  EXPECT_THAT(get(deck), AllOf(HasSubstr("HTTP/1.1 503"), HasSubstr("Retry-After: 0")));
  EXPECT_THAT(get(deck), HasSubstr("{\"a\":2}"));
  EXPECT_EQ(deck.finish(false).outcome, SweepOutcome::survived) << "it asked again";
}

TEST_F(SweepDeckTest, StrikesAgainAndAgain) {
  SweepDeck deck(one("Interaction2_GET_a_ResetAgain"));
  EXPECT_THAT(get(deck), HasSubstr("{\"a\":1}"));
  EXPECT_EQ(get(deck), "");
  EXPECT_EQ(get(deck), "");
  EXPECT_EQ(deck.finish(false).outcome, SweepOutcome::survived);
}

TEST_F(SweepDeckTest, TellsWhatWasNotNoticed) {
  const auto outcome_of = [&](bool is_noticed) {
    SweepDeck deck(one("Interaction1_GET_a_CorruptByte"));
    get(deck);
    get(deck);
    if (is_noticed) deck.may_throw([] { throw std::runtime_error("no JSON"); });
    const auto result = deck.finish(false);
    EXPECT_EQ(result.note, is_noticed ? "no JSON" : "");
    return result.outcome;
  };
  EXPECT_EQ(outcome_of(false), SweepOutcome::unnoticed);
  EXPECT_EQ(outcome_of(true), SweepOutcome::survived);
}

TEST_F(SweepDeckTest, WhatIsSlowIsWaitedFor) {
  SweepDeck deck(one("Interaction1_GET_a_LateHead"));
  get(deck);
  get(deck);
  EXPECT_EQ(deck.finish(false).outcome, SweepOutcome::survived);
}

TEST_F(SweepDeckTest, StrikesWhereTheDeckMatches) {
  options_.deck.ignore = {ignore::query("now")};
  SweepDeck deck(one("Interaction1_GET_a_Reset"));
  EXPECT_EQ(get(deck, "http://h/a?now=1"), "");
  EXPECT_EQ(deck.finish(false).outcome, SweepOutcome::survived);
}

TEST_F(SweepDeckTest, TellsWhatWasNotMet) {
  SweepDeck deck(one("Interaction2_GET_a_Reset"));
  get(deck);
  EXPECT_EQ(deck.finish(false).outcome, SweepOutcome::not_met);
}

TEST_F(SweepDeckTest, FailsAsItsBodyDoes) {
  SweepDeck deck(one("Interaction1_GET_a_Reset"));
  get(deck);
  const auto result = deck.finish(true, "it rained");
  EXPECT_EQ(result.outcome, SweepOutcome::failed);
  EXPECT_EQ(result.note, "it rained");
}

TEST_F(SweepDeckTest, FailsWhereASignalWouldEndTheProgram) {
  std::signal(SIGPIPE, SIG_DFL);
  SweepDeck deck(one("Interaction1_GET_a_Reset"));
  std::raise(SIGPIPE);
  const auto result = deck.finish(false);
  EXPECT_EQ(result.outcome, SweepOutcome::failed);
  EXPECT_THAT(result.note, HasSubstr("std::signal(SIGPIPE, SIG_IGN)"));
}

// A client without a time-out waits until the deck is stopped for it.
TEST_F(SweepDeckTest, EndsWhatHangs) {
  options_.limit = 300ms;
  SweepDeck deck(one("Interaction1_GET_a_NoAnswer"));
  EXPECT_EQ(get(deck), "");
  const auto result = deck.finish(false);
  EXPECT_EQ(result.outcome, SweepOutcome::hung);
  EXPECT_THAT(result.note, AllOf(HasSubstr("it did not end within 300 ms\n  it waited for:\n"
                                           "    the answer to GET http://h/a\n  where it was:\n    "),
                                 HasSubstr("next: give the client a time-out")));
  EXPECT_GE(result.took, 300ms);
}

TEST_F(SweepDeckTest, IsNoDeckForWhatCannotBeRead) {
  EXPECT_THROW(SweepDeck(sweep_cases(dir_.path("none.yaml")).at(0)), CassetteError);
}

using SweepDeckDeathTest = SweepDeckTest;

TEST_F(SweepDeckDeathTest, EndsTheProcessWhereNothingElseHelps) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  options_.limit = 100ms;
  EXPECT_DEATH(
      {
        SweepDeck deck(one("Interaction1_GET_a_Reset"));
        std::promise<void>().get_future().wait();
      },
      "Interaction1_GET_a_Reset hangs, also after its deck has stopped: it did not end within 100 ms");
}

}  // namespace
}  // namespace wiretape

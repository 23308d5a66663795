// SPDX-License-Identifier: MIT
// A sweep: one recording, and a test of every failure for every call in it.
#include <gmock/gmock.h>
#include <gtest/gtest-spi.h>

#include <wiretape/gtest.hpp>

#include <csignal>

#include "rain_client.hpp"

using namespace wiretape;
using std::chrono_literals::operator""ms;

namespace {

int rain_in_oslo(const Deck& deck, RainClient::Version version) {
  RainClient client("https://api.weather.test", version);
  deck.configure(client.http());
  client.http().set_read_timeout(200ms);
  client.http().set_connection_timeout(200ms);
  return client.rain("Oslo");
}

// It has a bug, and its test passes.
TEST(RainClient, AddsUpTheDay) {
  TestDeck deck;
  EXPECT_EQ(rain_in_oslo(deck, RainClient::Version::with_the_bug), 43);
}

// [options]
SweepOptions options() {
  SweepOptions options;
  options.limit = std::chrono::milliseconds(5000);
  // A line with another digit in it is a line: nothing in CSV shows that a byte is wrong.
  options.chooses = [](const SweepCase& one) { return !one.name().ends_with("CorruptByte"); };
  return options;
}
// [/options]

// [sweep]
class RainSweep : public SweepTest {
protected:
  // As every program should that uses cpp-httplib: it writes to connections that were reset.
  static void SetUpTestSuite() { std::signal(SIGPIPE, SIG_IGN); }
};

TEST_P(RainSweep, GivesTheRainOrAnErrorAndNeverAnotherNumber) {
  deck.may_throw([&] { EXPECT_EQ(rain_in_oslo(deck, RainClient::Version::mended), 43); });
}

INSTANTIATE_TEST_SUITE_P(Faults, RainSweep, SweepOf("RainClient/AddsUpTheDay.yaml", options()));
// [/sweep]

// The client as it was: where an answer breaks off in the middle, what came of it is counted twice.
TEST(RainClientWithTheBug, FailsTheSweep) {
  std::signal(SIGPIPE, SIG_IGN);
  testing::TestPartResultArray caught;
  {
    // Failures are what this test is about, so they are not its own.
    const testing::ScopedFakeTestPartResultReporter catcher(
        testing::ScopedFakeTestPartResultReporter::INTERCEPT_ALL_THREADS, &caught);
    // [loop]
    const auto report = sweep("RainClient/AddsUpTheDay.yaml", options(), [](SweepDeck& deck) {
      int rain = 43;
      deck.may_throw([&] { rain = rain_in_oslo(deck, RainClient::Version::with_the_bug); });
      if (rain != 43) throw std::logic_error("it rained " + std::to_string(rain));
    });
    // [/loop]
    EXPECT_EQ(report.results().front().outcome, SweepOutcome::survived) << "its recording";
  }
  EXPECT_GT(caught.size(), 0);
}

}  // namespace

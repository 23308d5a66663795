// SPDX-License-Identifier: MIT
// Wiretape in GoogleTest: decks named after the running test, findings as failures, gmock's matchers
// inside ours.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <concepts>
#include <cstdio>
#include <functional>
#include <map>
#include <source_location>
#include <string>
#include <utility>
#include <vector>

#include <wiretape/wiretape.hpp>

namespace wiretape {

// A gmock matcher in the protocol of our own.
template <class T>
class GmockMatcher {
public:
  explicit GmockMatcher(testing::Matcher<const T&> matcher) : matcher_(std::move(matcher)) {}

  bool MatchAndExplain(const T& value, std::ostream* why) const {
    Listener listener(why);
    return matcher_.MatchAndExplain(value, &listener);
  }
  void DescribeTo(std::ostream* os) const { matcher_.DescribeTo(os); }
  void DescribeNegationTo(std::ostream* os) const { matcher_.DescribeNegationTo(os); }

private:
  struct Listener : testing::MatchResultListener {
    explicit Listener(std::ostream* os) : testing::MatchResultListener(os) {}
  };

  testing::Matcher<const T&> matcher_;
};

// HasPath(StartsWith("/a")), HasHeader("X", Not(IsEmpty())), when(AllOf(HasPath("/a"), HasMethod("GET"))):
// whatever gmock takes where it expects a matcher of T.
template <class M, class T>
requires(!std::convertible_to<const M&, T> &&
         (std::convertible_to<const M&, testing::Matcher<const T&>> ||
          std::same_as<M, testing::Matcher<T>>)) struct MatcherAdapter<M, T> {
  static GmockMatcher<T> adapt(const M& matcher) {
    return GmockMatcher<T>(testing::SafeMatcherCast<const T&>(matcher));
  }
};

// The running test's cassette: cassette_name() of its full names. Throws StartError when no test is
// running: in an Environment, in SetUpTestSuite and before main().
[[nodiscard]] inline std::string current_cassette_name() {
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  if (test == nullptr) {
    throw StartError(
        "no test is running whose name the cassette could take (this is an Environment, SetUpTestSuite or "
        "static initialisation)\n  next: name the cassette:  TestDeck deck({.cassette = "
        "\"MySuite/Shared\"})");
  }
  return cassette_name(test->test_suite_name(), test->name());
}

// A deck whose findings are failures of the running test. The cassette is named after the test unless
// the options name one; of a parameterised test the name ends in the parameter's, so name your parameters
// (INSTANTIATE_TEST_SUITE_P's last argument): the default is an index, which moves when cases move.
class TestDeck : public Deck {
public:
  // Throws as Deck does, and StartError when no test is running and no cassette is named. Failures are
  // shown at `here`, the line that declares the deck.
  explicit TestDeck(DeckOptions options = {}, std::source_location here = std::source_location::current())
      : TestDeck(std::move(options), here.file_name(), static_cast<int>(here.line())) {}
  // Failures are shown at file:line; `file` outlives the deck.
  TestDeck(DeckOptions options, const char* file, int line)
      : Deck(named(options)), file_(file), line_(line), saves_failed_(options.saves_failed_recordings) {}
  TestDeck(const TestDeck&) = delete;
  TestDeck& operator=(const TestDeck&) = delete;
  // Stops, prints the notices on stderr, and fails the test with each finding once; what stop() handed
  // over before is the caller's. What was never asked for is no news of a test that has failed already,
  // or was skipped.
  ~TestDeck() {
    if (testing::Test::HasFailure() && !saves_failed_) reject_recording();
    const auto findings = stop();
    for (const auto& entry : journal()) {
      if (entry.kind == JournalKind::notice) std::fprintf(stderr, "wiretape: %s\n", entry.text.c_str());
    }
    tell_drift(findings);
    for (const auto& finding : findings) {
      if (finding.kind == FindingKind::unused_interaction && has_ended_early()) continue;
      ADD_FAILURE_AT(file_, line_) << finding.message;
    }
    if (testing::Test::HasFailure() && has_drawn()) {
      std::fprintf(stderr, "wiretape: rules drew by chance; the same again:  WIRETAPE_SEED=%llu\n",
                   static_cast<unsigned long long>(seed()));
    }
  }

private:
  // In mode diff: for the report that --gtest_output makes, as properties of the test; what is no finding is
  // printed.
  void tell_drift(const std::vector<Finding>& findings) const {
    const auto found = drift();
    if (found.compared == 0) return;
    testing::Test::RecordProperty("drift_compared", std::to_string(found.compared));
    testing::Test::RecordProperty("drift_breaking", std::to_string(found.breaking()));
    testing::Test::RecordProperty("drift_benign", std::to_string(found.benign()));
    for (std::size_t i = 0; i < found.changes.size(); ++i) {
      testing::Test::RecordProperty("drift_" + std::to_string(i + 1),
                                    testing::PrintToString(found.changes[i]));
    }
    for (const auto& finding : findings) {
      if (finding.kind == FindingKind::drifted) return;  // it has the table
    }
    if (!found.changes.empty()) std::fprintf(stderr, "wiretape: %s", found.table().c_str());
  }
  static DeckOptions named(DeckOptions options) {
    if (options.cassette.empty()) options.cassette = current_cassette_name();
    return options;
  }
  static bool has_ended_early() { return testing::Test::HasFailure() || testing::Test::IsSkipped(); }

  const char* file_;
  int line_;
  bool saves_failed_;
};

// A fixture with a deck, which is there before the derived fixture's constructor runs and outlives its
// TearDown. Failures are shown at the test's own line.
class Test : public testing::Test {
protected:
  explicit Test(DeckOptions options = {})
      : deck(std::move(options), testing::UnitTest::GetInstance()->current_test_info()->file(),
             testing::UnitTest::GetInstance()->current_test_info()->line()) {}

  TestDeck deck;
};

// A test of one fault, over and over: TEST_P(MySweep, Survives) with a class MySweep derived from this, and
// INSTANTIATE_TEST_SUITE_P(Faults, MySweep, SweepOf("Weather/Today.yaml")). Each case is a test with a
// name of its own, "Faults/MySweep.Survives/Interaction3_GET_today_ResetAfterHead".
class SweepTest : public testing::TestWithParam<SweepCase> {
protected:
  SweepTest() : deck(GetParam()) {}
  ~SweepTest() override {
    const bool has_failed = HasFailure();
    auto result = deck.finish(has_failed);
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    if (is_to_be_told(result, has_failed)) ADD_FAILURE_AT(test->file(), test->line()) << described(result);
    report_of(GetParam().cassette()).add(std::move(result));
  }

  SweepDeck deck;

public:
  // "GET https://api.weather.test/today, reset_after(0): it did not end within 10000 ms …"
  [[nodiscard]] static std::string described(const SweepResult& result) {
    const auto& what = result.what;
    return what.name() + " (" + (what.request().empty() ? "" : what.request() + ", ") + what.fault() +
           "): " + result.note;
  }
  // A failure that the test has not told itself; where it hung it has at most told what came of that.
  [[nodiscard]] static bool is_to_be_told(const SweepResult& result, bool has_failed) {
    return is_failure(result.outcome) && (!has_failed || result.outcome == SweepOutcome::hung);
  }
  // What came of the cases of that cassette so far.
  [[nodiscard]] static SweepReport& report_of(const std::string& cassette) {
    static std::map<std::string, SweepReport> reports;
    return reports.try_emplace(cassette, cassette).first->second;
  }
  // Prints it, and writes its page; a case that ran alone has its own result.
  static void publish(const SweepReport& report, const SweepOptions& options) {
    if (report.results().size() < 2) return;
    std::printf("\n%s\n", report.table().c_str());
    std::fflush(stdout);
    try {
      report.write(options);
    } catch (const std::exception& error) {
      ADD_FAILURE() << "the report of the sweep was not written: " << error.what();
    }
  }
};

// Where wiretape_discover_tests() has it that the cassettes are.
#ifdef WIRETAPE_TARGET_CASSETTE_DIR
inline constexpr auto target_cassette_dir = WIRETAPE_TARGET_CASSETTE_DIR;
#else
inline constexpr auto target_cassette_dir = "";
#endif

// The cases of a cassette, for INSTANTIATE_TEST_SUITE_P; at the end of the program their report is printed.
// `cassette`: as sweep_cases() has it.
[[nodiscard]] inline auto SweepOf(const std::string& cassette, SweepOptions options = {}) {
  class Reporter : public testing::Environment {
  public:
    Reporter(std::string cassette, SweepOptions options)
        : cassette_(std::move(cassette)), options_(std::move(options)) {}
    void TearDown() override { SweepTest::publish(SweepTest::report_of(cassette_), options_); }

  private:
    std::string cassette_;
    SweepOptions options_;
  };
  if (options.deck.cassette_dir.empty()) options.deck.cassette_dir = target_cassette_dir;
  const auto cases = sweep_cases(cassette, options);
  if (!cases.empty()) testing::AddGlobalTestEnvironment(new Reporter(cases.front().cassette(), options));
  return testing::ValuesIn(cases);
}

// The same in one test: runs the body for each case, and fails with each that it does not survive. An
// exception that leaves the body is a failure.
inline SweepReport sweep(const std::string& cassette, const SweepOptions& options,
                         const std::function<void(SweepDeck&)>& body) {
  const auto failures = [] {
    const auto* result = testing::UnitTest::GetInstance()->current_test_info()->result();
    int count = 0;
    for (int i = 0; i < result->total_part_count(); ++i) count += result->GetTestPartResult(i).failed();
    return count;
  };
  const auto cases = sweep_cases(cassette, options);
  SweepReport report(cases.empty() ? cassette : cases.front().cassette());
  for (const auto& what : cases) {
    const testing::ScopedTrace trace(__FILE__, __LINE__, what.name());
    SweepDeck deck(what);
    const int before = failures();
    std::string thrown;
    try {
      body(deck);
    } catch (const std::exception& error) {
      thrown = std::string("it threw: ") + error.what();
    }
    const bool has_said_so = failures() > before;
    auto result = deck.finish(has_said_so || !thrown.empty(), thrown);
    if (SweepTest::is_to_be_told(result, has_said_so)) ADD_FAILURE() << SweepTest::described(result);
    report.add(std::move(result));
  }
  SweepTest::publish(report, options);
  return report;
}

// What EXPECT_THAT(deck, Received(...)) prints of a deck.
inline void PrintTo(const Deck& deck, std::ostream* os) {
  const auto requests = deck.requests();
  *os << "a deck that received " << requests.size() << (requests.size() == 1 ? " request" : " requests");
  for (const auto& request : requests) {
    *os << "\n  ";
    PrintTo(request, os);
  }
}
inline void PrintTo(const TestDeck& deck, std::ostream* os) { PrintTo(static_cast<const Deck&>(deck), os); }

}  // namespace wiretape

// Cases have names, also where INSTANTIATE_TEST_SUITE_P is given none.
template <>
inline std::string testing::internal::DefaultParamName<wiretape::SweepCase>(
    const testing::TestParamInfo<wiretape::SweepCase>& info) {
  return info.param.name();
}

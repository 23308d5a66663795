// SPDX-License-Identifier: MIT
// Decks that belong to a GoogleTest test.
#include <gtest/gtest-spi.h>
#include <wiretape/gtest.hpp>

#include <filesystem>

#include "support/matching.hpp"
#include "support/origin.hpp"
#include "support/played.hpp"
#include "support/tapes.hpp"

namespace wiretape {
namespace {

namespace fs = std::filesystem;

// A directory of this test's own, gone at its end.
class Directory {
public:
  Directory()
      : path_(fs::path(testing::TempDir()) /
              ("wiretape_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()))) {
    fs::remove_all(path_);
    fs::create_directories(path_);
  }
  ~Directory() { fs::remove_all(path_); }
  [[nodiscard]] std::string path() const { return path_.string(); }

private:
  fs::path path_;
};

// A cassette with one interaction that nobody asks for.
DeckOptions with_unused(const Directory& directory) {
  Cassette cassette;
  cassette.interactions = {test::answered(test::get("http://h/never"))};
  write_cassette(cassette, directory.path() + "/unused.yaml");
  return {.cassette = "unused", .cassette_dir = directory.path(), .mode = RecordMode::none};
}

// What fails while `body` runs.
template <class Body>
std::vector<testing::TestPartResult> failures_in(Body body) {
  testing::TestPartResultArray failures;
  testing::ScopedFakeTestPartResultReporter reporter(
      testing::ScopedFakeTestPartResultReporter::INTERCEPT_ONLY_CURRENT_THREAD, &failures);
  body();
  std::vector<testing::TestPartResult> out;
  for (int i = 0; i < failures.size(); ++i) out.push_back(failures.GetTestPartResult(i));
  return out;
}

TEST(TestDeck, TakesTheCassetteOfTheRunningTest) {
  const Directory directory;
  TestDeck deck({.cassette_dir = directory.path(), .mode = RecordMode::none});
  EXPECT_EQ(deck.cassette_path(),
            directory.path() + "/" + cassette_name("TestDeck", "TakesTheCassetteOfTheRunningTest"));
}

class Cities : public testing::TestWithParam<std::string> {};
TEST_P(Cities, GiveTheirNameToTheCassette) {
  const Directory directory;
  TestDeck deck({.cassette_dir = directory.path(), .mode = RecordMode::none});
  EXPECT_EQ(
      deck.cassette_path(),
      directory.path() + "/" + cassette_name("Some/Cities", "GiveTheirNameToTheCassette/" + GetParam()));
}
INSTANTIATE_TEST_SUITE_P(Some, Cities, testing::Values("Oslo", "Bergen"),
                         [](const auto& test) { return test.param; });

TEST(TestDeck, KeepsACassetteThatIsNamed) {
  const Directory directory;
  TestDeck deck({.cassette = "shared", .cassette_dir = directory.path(), .mode = RecordMode::none});
  EXPECT_EQ(deck.cassette_path(), directory.path() + "/shared.yaml");
}

TEST(TestDeck, FailsTheTestAtTheLineThatDeclaresIt) {
  const Directory directory;
  int line = 0;
  const auto failures = failures_in([&] {
    line = __LINE__ + 1;
    TestDeck deck(with_unused(directory));
  });
  ASSERT_EQ(failures.size(), 1U);
  const auto& failure = failures.front();
  EXPECT_TRUE(failure.nonfatally_failed());
  EXPECT_STREQ(failure.file_name(), __FILE__);
  EXPECT_EQ(failure.line_number(), line);
  EXPECT_THAT(failure.message(), testing::HasSubstr("GET http://h/never"));
}

TEST(TestDeck, SaysNothingOfWhatTheCallerTook) {
  const Directory directory;
  std::vector<Finding> taken;
  const auto failures = failures_in([&] {
    TestDeck deck(with_unused(directory));
    taken = deck.stop();
  });
  EXPECT_TRUE(failures.empty());
  ASSERT_EQ(taken.size(), 1U);
  EXPECT_EQ(taken[0].kind, FindingKind::unused_interaction);
}

// Runs last in its process and fails on purpose in a child: HasFailure() cannot be taken back.
TEST(TestDeckDeathTest, KeepsUnusedInteractionsFromATestThatHasFailed) {
  const Directory directory;
  const auto options = with_unused(directory);
  EXPECT_EXIT(
      {
        ADD_FAILURE() << "the test's own";
        const auto failures = failures_in([&] { TestDeck deck(options); });
        std::_Exit(failures.empty() ? 0 : 1);
      },
      testing::ExitedWithCode(0), "");
}

// What an origin says anew, in a test that then fails.
std::string cassette_after_a_failed_test(const Directory& directory, bool is_saved) {
  auto options = with_unused(directory);
  options.mode = RecordMode::all;
  options.saves_failed_recordings = is_saved;
  support::RawOrigin origin(support::always(support::ok_answer("anew")));
  ADD_FAILURE() << "the test's own";
  {
    TestDeck deck(options);
    support::get_once(deck, origin.http + "/");
  }
  return read_cassette(directory.path() + "/unused.yaml").interactions.at(0).request.url.target;
}

TEST(TestDeckDeathTest, DoesNotReplaceACassetteByTheRecordingOfAFailedTest) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const Directory directory;
  EXPECT_EXIT(std::_Exit(cassette_after_a_failed_test(directory, false) == "/never" ? 0 : 1),
              testing::ExitedWithCode(0),
              "the test failed, so .*unused.yaml stays as it was; what was recorded is in");
}

TEST(TestDeckDeathTest, ReplacesItWhereOneSaysSo) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const Directory directory;
  EXPECT_EXIT(std::_Exit(cassette_after_a_failed_test(directory, true) == "/" ? 0 : 1),
              testing::ExitedWithCode(0), "");
}

TEST(TestDeck, KeepsUnusedInteractionsFromASkippedTest) {
  const Directory directory;
  TestDeck deck(with_unused(directory));
  GTEST_SKIP() << "on purpose: the deck's finding would make this a failure";
}

// Kept for a test to look at: nothing runs while statics are made.
const std::string outside = [] {
  try {
    return current_cassette_name();
  } catch (const StartError& error) {
    return std::string(error.what());
  }
}();

TEST(TestDeck, SaysToNameTheCassetteWhereNoTestRuns) {
  EXPECT_THAT(outside, testing::HasSubstr("no test is running"));
  EXPECT_THAT(outside, testing::HasSubstr("{.cassette = \"MySuite/Shared\"}"));
}

TEST(TestDeck, ShowsItsRequestsWhenAMatcherFails) {
  const Directory directory;
  const TestDeck deck({.cassette_dir = directory.path(), .mode = RecordMode::none});
  EXPECT_THAT(deck, Received(0, AnyRequest()));
  EXPECT_EQ(testing::PrintToString(deck), "a deck that received 0 requests");
}

class WeatherTest : public Test {
protected:
  WeatherTest()
      : Test({.cassette_dir = testing::TempDir(), .mode = RecordMode::none}), url_(deck.proxy_url()) {}
  std::string url_;
};

TEST_F(WeatherTest, HasADeckInItsFixture) {
  EXPECT_EQ(url_, "http://127.0.0.1:" + std::to_string(deck.port()));
  EXPECT_THAT(deck.cassette_path(), testing::EndsWith(cassette_name("WeatherTest", "HasADeckInItsFixture")));
}

}  // namespace
}  // namespace wiretape

// SPDX-License-Identifier: MIT
// Several processes: shards of one program, children by fork, and who may write a cassette.
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <thread>

#include "support/played.hpp"
#include "support/replayed.hpp"

namespace wiretape {
namespace {

using namespace support;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string setting(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

std::string own_program() { return std::filesystem::read_symlink("/proc/self/exe").string(); }

// A test as users write them. By itself it has an origin and a directory of its own; as a shard of
// Processes, below, it has what the environment says.
class Shards : public testing::TestWithParam<std::string> {
protected:
  Shards() {
    if (!setting("WIRETAPE_E2E_ORIGIN").empty()) return;
    dir_.emplace();
    origin_.emplace(always(ok_answer("fine")));
  }
  [[nodiscard]] DeckOptions options() const {
    DeckOptions options;
    if (dir_) options.cassette_dir = dir_->path();
    return options;
  }
  [[nodiscard]] std::string url() const {
    return (origin_ ? origin_->http : setting("WIRETAPE_E2E_ORIGIN")) + "/" + GetParam();
  }

private:
  std::optional<TempDirectory> dir_;
  std::optional<RawOrigin> origin_;
};

TEST_P(Shards, TakeACassetteEach) {
  TestDeck deck(options());
  EXPECT_THAT(get_once(deck, url()), EndsWith("\r\n\r\nfine"));
}

INSTANTIATE_TEST_SUITE_P(Of, Shards, testing::Values("One", "Two", "Three", "Four", "Five", "Six"),
                         [](const auto& test) { return test.param; });

// All shards of this program's Shards at the same time.
void run_shards(int count, const std::string& mode, const std::string& dir, const std::string& origin) {
  std::vector<ProgramResult> results(static_cast<std::size_t>(count));
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i) {
    threads.emplace_back([&, i] {
      ProgramOptions options;
      options.environment = {{"GTEST_TOTAL_SHARDS", std::to_string(count)},
                             {"GTEST_SHARD_INDEX", std::to_string(i)},
                             {"WIRETAPE_CASSETTE_DIR", dir},
                             {"WIRETAPE_MODE", mode},
                             {"WIRETAPE_E2E_ORIGIN", origin},
                             {"CI", ""}};
      results[static_cast<std::size_t>(i)] =
          run({own_program(), "--gtest_filter=*/Shards.*", "--gtest_output="}, options);
    });
  }
  for (auto& thread : threads) thread.join();
  for (const auto& result : results) {
    EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
    EXPECT_THAT(result.out, HasSubstr("[  PASSED  ] " + std::to_string(6 / count)));
  }
}

TEST(Processes, ShareADirectoryOfCassettes) {
  const TempDirectory dir;
  std::string url;
  {
    const RawOrigin origin(always(ok_answer("fine")));
    url = origin.http;
    run_shards(3, "once", dir.path(), url);
    EXPECT_EQ(origin.connections(), 6);
  }
  const auto recorded = dir.files();
  EXPECT_THAT(recorded, SizeIs(6)) << "one cassette each, and nothing else";
  run_shards(2, "none", dir.path(), url);
  EXPECT_EQ(dir.files(), recorded);
}

TEST(Processes, DoNotMixInOneCassette) {
  const TempDirectory dir;
  const RawOrigin origin(always(ok_answer("fine")));
  DeckOptions options;
  options.cassette_dir = dir.path();
  options.cassette = "tape";
  options.mode = RecordMode::once;
  Deck first(options), second(options);
  EXPECT_THAT(get_once(first, origin.http + "/first"), EndsWith("fine"));
  EXPECT_THAT(get_once(second, origin.http + "/second"), EndsWith("fine"))
      << "the client is served all the same";
  EXPECT_THAT(second.stop(), ElementsAre(testing::Field(&Finding::kind, FindingKind::cassette_not_saved)));
  EXPECT_THAT(first.stop(), IsEmpty());
  const auto cassette = read_cassette(dir.path("tape.yaml"));
  ASSERT_THAT(cassette.interactions, SizeIs(1));
  EXPECT_EQ(cassette.interactions[0].request.url.target, "/first");
  EXPECT_THAT(dir.files(), SizeIs(1));
}

// GoogleTest's death tests in both styles, in the middle of a recording.
class RecordingDeathTest : public testing::TestWithParam<const char*> {
protected:
  RecordingDeathTest() {
    testing::GTEST_FLAG(death_test_style) = GetParam();
    // A child of the style "threadsafe" runs the test again from its beginning: in the same place.
    if (setting("WIRETAPE_E2E_DEATH").empty()) ::setenv("WIRETAPE_E2E_DEATH", own_.path().c_str(), 1);
    options_.cassette_dir = setting("WIRETAPE_E2E_DEATH");
    options_.cassette = "tape";
    options_.mode = RecordMode::once;
  }
  ~RecordingDeathTest() override { ::unsetenv("WIRETAPE_E2E_DEATH"); }

  [[nodiscard]] bool has_cassette() const {
    return std::filesystem::exists(options_.cassette_dir + "/tape.yaml");
  }

  TempDirectory own_;
  DeckOptions options_;
};

TEST_P(RecordingDeathTest, WritesNothingInTheChild) {
  const RawOrigin origin(always(ok_answer("fine")));
  Deck deck(options_);
  get_once(deck, origin.http + "/before");
  EXPECT_EXIT(
      {
        const auto findings = deck.stop();
        std::_Exit(has_cassette() ? 1 : 7);
      },
      testing::ExitedWithCode(7), "");
  get_once(deck, origin.http + "/after");
  EXPECT_THAT(deck.stop(), IsEmpty());
  const auto cassette = read_cassette(options_.cassette_dir + "/tape.yaml");
  ASSERT_THAT(cassette.interactions, SizeIs(2));
  EXPECT_EQ(cassette.interactions[0].request.url.target, "/before");
  EXPECT_EQ(cassette.interactions[1].request.url.target, "/after");
}

INSTANTIATE_TEST_SUITE_P(Style, RecordingDeathTest, testing::Values("fast", "threadsafe"),
                         [](const auto& test) { return std::string(test.param); });

TEST(Processes, ThatListTheirTestsStartNothing) {
  const TempDirectory dir;
  ProgramOptions options;
  options.environment = {{"WIRETAPE_CASSETTE_DIR", dir.path()}};
  const auto listed = run({own_program(), "--gtest_list_tests"}, options);
  EXPECT_THAT(listed.out, HasSubstr("Processes."));
  EXPECT_THAT(dir.files(), IsEmpty());
}

// What was recorded is kept for the next run to find. The process that is killed is this test, once more.
TEST(Processes, ThatAreKilledLoseNoWholeInteraction) {
  const auto url = setting("WIRETAPE_E2E_ORIGIN");
  if (!url.empty()) {
    DeckOptions options;
    options.cassette = "tape";
    Deck deck(options);
    get_once(deck, url + "/one");
    get_once(deck, url + "/two");
    ::kill(::getpid(), SIGKILL);
  }
  const TempDirectory dir;
  const RawOrigin origin(always(ok_answer("fine")));
  ProgramOptions child;
  child.environment = {
      {"WIRETAPE_E2E_ORIGIN", origin.http}, {"WIRETAPE_CASSETTE_DIR", dir.path()}, {"WIRETAPE_MODE", "once"}};
  const auto killed =
      run({own_program(), "--gtest_filter=Processes.ThatAreKilledLoseNoWholeInteraction"}, child);
  EXPECT_EQ(killed.exit_code, 128 + SIGKILL);
  EXPECT_FALSE(std::filesystem::exists(dir.path("tape.yaml")));

  DeckOptions options;
  options.cassette_dir = dir.path();
  options.cassette = "tape";
  options.mode = RecordMode::once;
  Deck deck(options);
  get_once(deck, origin.http + "/three");
  EXPECT_THAT(deck.stop(), IsEmpty());
  EXPECT_THAT(read_cassette(dir.path("tape.yaml")).interactions, SizeIs(1));
  std::size_t recovered = 0;
  for (const auto& name : dir.files()) {
    if (name.find(".recovered") == std::string::npos) continue;
    recovered = parse_cassette(dir.read(name), CassetteFormat::yaml, name).interactions.size();
  }
  EXPECT_EQ(recovered, 2U);
}

}  // namespace
}  // namespace wiretape

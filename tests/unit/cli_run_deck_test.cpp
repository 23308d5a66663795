// SPDX-License-Identifier: MIT
// Decks run by the program; what goes through them is tested in program/.
#include "cli/run_deck.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <csignal>
#include <sstream>

#include <wiretape/cassette.hpp>

#include "cli/failure.hpp"
#include "cli/signals.hpp"
#include "support/interactions.hpp"
#include "support/temp_directory.hpp"

namespace wiretape::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;

class RunDeckTest : public testing::Test {
protected:
  int go() {
    return run_deck(run, out, err, [](const char* name) -> std::optional<std::string> {
      if (std::string_view(name) == "PATH") return "/usr/bin:/bin";
      return std::nullopt;
    });
  }
  std::string failure(int exit_code) {
    try {
      return "no failure, but " + std::to_string(go());
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.exit_code(), exit_code);
      return failure.what();
    }
  }
  void write_cassette_of(std::size_t interactions) {
    Cassette cassette;
    cassette.interactions.assign(interactions, support::weather());
    write_cassette(cassette, run.cassette);
  }

  support::TempDirectory dir;
  RunDeck run{.mode = RecordMode::none, .cassette = dir.path("a.yaml")};
  std::ostringstream out, err;
};

TEST(DeckOptionsOf, SayWhatTheCommandLineSaid) {
  RunDeck run{.mode = RecordMode::all, .cassette = "sub/a"};
  run.reverse = "https://o.test";
  run.origin_ca = "roots.pem";
  run.has_insecure_origin = run.allows_remote = run.accepts_malformed = true;
  run.listen = "0.0.0.0:80";
  run.match_on = {match::path};
  run.body_limit_mib = 2;
  const auto options = deck_options(run);
  EXPECT_EQ(options.mode, RecordMode::all);
  EXPECT_EQ(options.cassette_dir, "sub");
  EXPECT_EQ(options.cassette, "a.yaml");
  EXPECT_EQ(options.reverse_origin, "https://o.test");
  EXPECT_EQ(options.origin_ca_file, "roots.pem");
  EXPECT_EQ(options.listen, "0.0.0.0:80");
  EXPECT_EQ(options.match_on.size(), 1U);
  EXPECT_EQ(options.limits.body_limit_bytes, 2U << 20);
  EXPECT_TRUE(options.insecure_skip_origin_verification && options.allows_remote_clients &&
              options.accepts_malformed_requests && options.allows_unused_interactions);
  run.upstream_proxy = "http://p.test:3128";
  EXPECT_EQ(deck_options(run).upstream_proxy, run.upstream_proxy);
  run.only = {"a.test"};
  run.pass_through = {"b.test"};
  run.resolve = {{"a.test", "127.0.0.1"}};
  EXPECT_EQ(deck_options(run).only, run.only);
  EXPECT_EQ(deck_options(run).pass_through, run.pass_through);
  EXPECT_EQ(deck_options(run).resolve, run.resolve);
  run.speed = Speed(3);
  EXPECT_EQ(deck_options(run).speed.factor(), 3);
  run.repeats = Repeats::cycle;
  EXPECT_EQ(deck_options(run).repeats, Repeats::cycle);
  run.must_use_all = true;
  EXPECT_FALSE(deck_options(run).allows_unused_interactions);
}

TEST_F(RunDeckTest, PassesTheCommandsExitCodeOn) {
  write_cassette_of(1);
  run.command = {"sh", "-c", "exit 42"};
  EXPECT_EQ(go(), 42);
  EXPECT_THAT(out.str(), IsEmpty());
  EXPECT_THAT(err.str(), MatchesRegex("listening on http://127.0.0.1:[0-9]+\n"));
}

TEST_F(RunDeckTest, SaysNothingWhenItIsQuiet) {
  write_cassette_of(1);
  run.command = {"true"};
  run.is_quiet = true;
  EXPECT_EQ(go(), 0);
  EXPECT_THAT(out.str() + err.str(), IsEmpty());
}

TEST_F(RunDeckTest, FailsASuccessfulCommandWhenThereAreFindings) {
  write_cassette_of(1);
  run.command = {"true"};
  run.must_use_all = true;
  EXPECT_EQ(go(), 3);
  EXPECT_THAT(err.str(), HasSubstr("\nwiretape: 1 of 1 interactions in "));
  run.command = {"false"};
  EXPECT_EQ(go(), 1);
}

TEST_F(RunDeckTest, EndsWithASignalAndSaysWhereItListens) {
  write_cassette_of(1);
  const Signals held(true);
  ::kill(::getpid(), SIGINT);  // waits until the deck asks
  EXPECT_EQ(go(), 0);
  EXPECT_THAT(out.str(), MatchesRegex("listening on http://127.0.0.1:[0-9]+\n"));
  EXPECT_THAT(err.str(), HasSubstr("playing " + run.cassette + "; Ctrl-C ends it\nclients trust "));
}

TEST_F(RunDeckTest, SaysItsBaseUrlWhereItStandsForAnOrigin) {
  run = {.mode = RecordMode::passthrough, .reverse = "https://o.test/v2"};
  const Signals held(true);
  ::kill(::getpid(), SIGTERM);
  EXPECT_EQ(go(), 0);
  EXPECT_THAT(out.str(), MatchesRegex("listening on http://127.0.0.1:[0-9]+\n"
                                      "base url http://127.0.0.1:[0-9]+/v2\n"));
}

TEST_F(RunDeckTest, TellsItsCommandWhereTheDeckIs) {
  run = {.mode = RecordMode::passthrough, .reverse = "https://o.test/v2"};
  run.command = {"sh", "-c",
                 "test \"$WIRETAPE_BASE_URL\" = \"$http_proxy/v2\" && test \"$no_proxy\" = 127.0.0.1 && "
                 "test -s \"$SSL_CERT_FILE\""};
  EXPECT_EQ(go(), 0);
}

TEST_F(RunDeckTest, WritesTheCertificateBeforeTheCommandStarts) {
  run = {.mode = RecordMode::passthrough, .ca_out = dir.path("ca.pem")};
  run.command = {"test", "-s", run.ca_out};
  EXPECT_EQ(go(), 0);
  EXPECT_THAT(dir.read("ca.pem"), testing::StartsWith("-----BEGIN CERTIFICATE-----"));
}

TEST_F(RunDeckTest, LeavesTheOldRecordingWhenNothingIsRecorded) {
  write_cassette_of(2);
  run.mode = RecordMode::all;
  run.command = {"false"};
  EXPECT_EQ(go(), 1);
  EXPECT_EQ(read_cassette(run.cassette).interactions.size(), 2U);
  EXPECT_THAT(err.str(), HasSubstr("nothing was recorded; " + run.cassette + " is as it was\n"));
}

TEST_F(RunDeckTest, FailsBeforeAnythingHappensWhenThereIsNoCassetteToPlay) {
  EXPECT_EQ(
      failure(1),
      run.cassette + ": there is no such file\n  next: record it first:  wiretape record -c " + run.cassette);
}

TEST_F(RunDeckTest, FailsBeforeAnythingHappensWhenTheCommandIsNone) {
  write_cassette_of(2);
  run.mode = RecordMode::all;
  run.command = {"no-such-command-anywhere"};
  EXPECT_THAT(failure(127), HasSubstr("no-such-command-anywhere: there is no such command"));
  EXPECT_EQ(read_cassette(run.cassette).interactions.size(), 2U);
  EXPECT_THAT(err.str(), IsEmpty());
}

TEST_F(RunDeckTest, KeepsTheOldRecordingWhenTheSystemRefusesTheCommand) {
  write_cassette_of(2);
  dir.write("script", "#!/nowhere/interpreter\n");
  std::filesystem::permissions(dir.path("script"), std::filesystem::perms::owner_all);
  run.mode = RecordMode::all;
  run.command = {dir.path("script")};
  EXPECT_THAT(failure(126), HasSubstr("cannot be executed"));
  EXPECT_EQ(read_cassette(run.cassette).interactions.size(), 2U);
}

TEST_F(RunDeckTest, FailsWhenTheCertificateCannotBeWritten) {
  write_cassette_of(2);
  run.mode = RecordMode::all;
  run.ca_out = dir.path("nowhere/ca.pem");
  EXPECT_THAT(failure(1), HasSubstr("nowhere/ca.pem: cannot be written"));
  EXPECT_EQ(read_cassette(run.cassette).interactions.size(), 2U);
}

}  // namespace
}  // namespace wiretape::cli

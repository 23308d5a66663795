// SPDX-License-Identifier: MIT
#include "cli/program.hpp"

#include <gmock/gmock.h>

#include <sstream>

#include <wiretape/deck.hpp>

#include "support/temp_directory.hpp"

namespace wiretape::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::StartsWith;

class ProgramTest : public testing::Test {
protected:
  int run(std::vector<std::string> arguments) {
    out.str("");
    err.str("");
    return run_program(std::move(arguments), out, err,
                       [this](const char* name) -> std::optional<std::string> {
                         if (std::string_view(name) == "HOME" && has_home) return dir.path("home");
                         return std::nullopt;
                       });
  }

  support::TempDirectory dir;
  bool has_home = true;
  std::ostringstream out, err;
};

TEST_F(ProgramTest, PrintsHelpToStdoutAndMistakesToStderr) {
  EXPECT_EQ(run({"--help"}), 0);
  EXPECT_THAT(out.str(), HasSubstr("usage: wiretape COMMAND"));
  EXPECT_THAT(err.str(), IsEmpty());
  EXPECT_EQ(run({}), 2);
  EXPECT_THAT(out.str(), IsEmpty());
  EXPECT_THAT(err.str(), HasSubstr("usage: wiretape COMMAND"));
  EXPECT_EQ(run({"play"}), 2);
  EXPECT_THAT(err.str(), MatchesRegex("wiretape: [^\n]+\n  next: [^\n]+\n"));
}

TEST_F(ProgramTest, SaysInOneLineAndTheNextWhatFailed) {
  dir.write("broken.yaml", "no cassette");
  dir.write("whole.yaml", format_cassette({}, CassetteFormat::yaml));
  const Deck other;
  const auto taken = std::to_string(other.port());
  const std::vector<std::vector<std::string>> failing = {
      {"play", "-c", dir.path("none.yaml")},
      {"play", "-c", dir.path("broken.yaml")},
      {"play", "-c", dir.path("whole.yaml"), "--listen", taken},
      {"play", "-c", dir.path("whole.yaml"), "--listen", "0.0.0.0:0"},
      {"proxy", "--origin-ca", dir.path("none.pem")},
      {"record", "-c", dir.path("broken.yaml/a.yaml")},
      {"show", dir.path("none.yaml")},
      {"show", dir.path("broken.yaml")},
      {"convert", dir.path("none.yaml"), dir.path("b.json")},
      {"convert", dir.path("whole.yaml"), dir.path("broken.yaml")}};
  for (const auto& arguments : failing) {
    EXPECT_EQ(run(arguments), 1) << arguments[0];
    EXPECT_THAT(err.str(), MatchesRegex("wiretape: [^\n]+\n  next: [^\n]+\n"));
    EXPECT_THAT(out.str(), IsEmpty());
  }
}

TEST_F(ProgramTest, NamesFileAndLineOfWhatCannotBeRead) {
  dir.write("broken.yaml", format_cassette({}, CassetteFormat::yaml) + "---\nnonsense: [\n");
  EXPECT_EQ(run({"convert", dir.path("broken.yaml"), dir.path("b.json")}), 1);
  EXPECT_THAT(err.str(),
              MatchesRegex("wiretape: " + dir.path("broken.yaml") + ":[0-9]+: [^\n]+\n  next: [^\n]+\n"));
}

TEST_F(ProgramTest, PrintsTheLastingAuthority) {
  EXPECT_EQ(run({"ca"}), 0);
  const auto certificate = out.str();
  EXPECT_THAT(certificate, StartsWith("-----BEGIN CERTIFICATE-----"));
  EXPECT_EQ(run({"ca", "--path"}), 0);
  EXPECT_EQ(out.str(), dir.path("home/.config/wiretape/ca.pem") + "\n");
  EXPECT_EQ(dir.read("home/.config/wiretape/ca.pem"), certificate);
  EXPECT_EQ(run({"ca", "--renew"}), 0);
  EXPECT_NE(out.str(), certificate);
  has_home = false;
  EXPECT_EQ(run({"ca"}), 1);
  EXPECT_THAT(err.str(), HasSubstr("neither XDG_CONFIG_HOME nor HOME is set\n  next: "));
}

TEST_F(ProgramTest, ConvertsAndShows) {
  dir.write("a.yaml", format_cassette({}, CassetteFormat::yaml));
  EXPECT_EQ(run({"convert", dir.path("a"), dir.path("b.json")}), 0);
  EXPECT_EQ(run({"show", dir.path("b.json")}), 0);
  EXPECT_THAT(out.str(), HasSubstr("b.json: 0 interactions"));
}

TEST_F(ProgramTest, FailsWhenWhatItPrintsGoesNowhere) {
  dir.write("a.yaml", format_cassette({}, CassetteFormat::yaml));
  struct Full : std::streambuf {
  } full;
  std::ostream nowhere(&full);
  EXPECT_EQ(run_program({"show", dir.path("a.yaml")}, nowhere, err, deck::process_environment()), 1);
  EXPECT_THAT(err.str(), StartsWith("wiretape: stdout cannot be written\n  next: "));
}

}  // namespace
}  // namespace wiretape::cli

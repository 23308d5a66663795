// SPDX-License-Identifier: MIT
#include "cli/lint.hpp"

#include <gmock/gmock.h>

#include <sstream>

#include <wiretape/cassette.hpp>

#include "cli/failure.hpp"
#include "support/played.hpp"
#include "support/temp_directory.hpp"

namespace wiretape::cli {
namespace {

using testing::HasSubstr;

// Never anybody's.
const std::string token =
    "gh"
    "p_" +
    std::string(36, 'a');

class LintTest : public testing::Test {
protected:
  std::string said(std::vector<std::string> harmless = {}) {
    std::ostringstream out;
    const auto count = lint({{dir_.path("a.yaml")}, std::move(harmless)}, out);
    auto text = out.str();
    EXPECT_EQ(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')), count) << text;
    for (auto at = text.find(dir_.path()); at != std::string::npos; at = text.find(dir_.path()))
      text.erase(at, dir_.path().size() + 1);
    return text;
  }
  void write(const Interaction& interaction) { write_cassette({{}, {interaction}}, dir_.path("a.yaml")); }

  support::TempDirectory dir_;
};

TEST_F(LintTest, HasNothingToSayOfAGoodCassette) {
  write(support::interaction("https://api.weather.test/today", "snow"));
  EXPECT_EQ(said(), "");
}

TEST_F(LintTest, ShowsCredentialsWithTheirLineAndNotWhole) {
  write(support::interaction("https://api.weather.test/today?key=" + token, "snow"));
  const auto text = said();
  EXPECT_THAT(text, testing::MatchesRegex("a.yaml:[0-9]+: a GitHub token, ghp_aa…\n"));
  EXPECT_THAT(text, testing::Not(HasSubstr(token)));
  EXPECT_EQ(said({"ghp_aaa"}), "") << "one of a test's";
}

TEST_F(LintTest, LooksIntoWhatItsTextDoesNotShow) {
  write(support::interaction("https://api.weather.test/today", std::string("\0\xff ", 3) + token));
  EXPECT_THAT(said(), HasSubstr("a GitHub token, ghp_aa…, in interaction 1's response\n"));
}

TEST_F(LintTest, GoesByTheNamesOfHeadersToo) {
  auto interaction = support::interaction("https://api.weather.test/today", "snow");
  interaction.request.headers.add("X-Api-Key", "not-of-any-shape");
  interaction.request.headers.add("Authorization", "Bearer " + token + "1");
  write(interaction);
  const auto text = said();
  EXPECT_THAT(text, HasSubstr("header:X-Api-Key, not-o…, in interaction 1's request\n"));
  EXPECT_THAT(text, HasSubstr(": a bearer token, ghp_aa…\n"));
  EXPECT_THAT(text, testing::Not(HasSubstr("header:Authorization"))) << "which is the same";
}

TEST_F(LintTest, GoesByTheRulesOfTheCassette) {
  auto interaction =
      support::interaction("https://api.weather.test/today", R"({"pin": "4711", "session": "noon"})");
  interaction.request.headers.add("X-Tenant", "mona");
  interaction.request.headers.add("X-Api-Key", "{{secret:1}}");
  CassetteHeader header;
  header.redact = {"defaults", "header:X-Tenant", "keep json:/session"};
  write_cassette({header, {interaction}}, dir_.path("a.yaml"));
  const auto text = said();
  EXPECT_THAT(text, HasSubstr("json:/pin, 4…, in interaction 1's response\n"));
  EXPECT_THAT(text, HasSubstr("header:X-Tenant, m…, in interaction 1's request\n"));
  EXPECT_THAT(text, testing::Not(HasSubstr("session")));
  EXPECT_THAT(text, testing::Not(HasSubstr("X-Api-Key")));
}

TEST_F(LintTest, TellsWhatCannotBeRead) {
  dir_.write("a.yaml", "---\nwiretape: 1\n...\n<<<<<<< ours\n");
  EXPECT_THAT(said(), HasSubstr("a.yaml:4: "));
  dir_.write(
      "a.yaml",
      "---\nwiretape: 1\n...\n---\nrequest: {method: GET, url: \"http://h/\"}\nresponse: {stat: 200}\n...\n");
  EXPECT_THAT(said(), HasSubstr("a.yaml:6: unknown key 'stat' in response"));
}

TEST_F(LintTest, TellsWhatLiesBeside) {
  write(support::interaction("https://api.weather.test/today", "snow"));
  dir_.write("a.yaml.rejected", "");
  EXPECT_EQ(said(), "a.yaml: there is a a.yaml.rejected beside it: look at it, and remove it\n");
}

TEST_F(LintTest, NeedsTheFile) { EXPECT_THROW(said(), Failure); }

}  // namespace
}  // namespace wiretape::cli

// SPDX-License-Identifier: MIT
#include "deck/environment.hpp"

#include <gmock/gmock.h>

#include <map>

#include <wiretape/deck.hpp>

namespace wiretape::deck {
namespace {

Lookup environment(std::map<std::string, std::string> variables) {
  return [variables](const char* name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  };
}

RecordMode chosen(std::map<std::string, std::string> variables) {
  return choose_mode(DeckOptions{}, environment(std::move(variables))).mode;
}

TEST(ChooseMode, IsOnceWhereNothingIsSaid) { EXPECT_EQ(chosen({}), RecordMode::once); }

TEST(ChooseMode, IsNoneUnderCi) {
  EXPECT_EQ(chosen({{"CI", "true"}}), RecordMode::none);
  EXPECT_EQ(chosen({{"CI", "1"}}), RecordMode::none);
  EXPECT_EQ(chosen({{"CI", ""}}), RecordMode::once);
  EXPECT_EQ(chosen({{"CI", "False"}}), RecordMode::once);
  EXPECT_EQ(chosen({{"CI", "0"}}), RecordMode::once);
}

TEST(ChooseMode, TakesTheEnvironmentsBeforeCis) {
  EXPECT_EQ(chosen({{"CI", "true"}, {"WIRETAPE_MODE", "new_episodes"}}), RecordMode::new_episodes);
  EXPECT_EQ(chosen({{"CI", "true"}, {"WIRETAPE_MODE", ""}}), RecordMode::none);
}

TEST(ChooseMode, TakesTheCodesBeforeAll) {
  DeckOptions options;
  options.mode = RecordMode::passthrough;
  const auto choice = choose_mode(options, environment({{"WIRETAPE_MODE", "none"}}));
  EXPECT_EQ(choice.mode, RecordMode::passthrough);
  EXPECT_TRUE(choice.is_from_code);
}

TEST(ChooseMode, RefusesAModeThatIsNone) {
  try {
    chosen({{"WIRETAPE_MODE", "record\x1b"}});
    FAIL() << "no exception";
  } catch (const StartError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("\"record\\x1b\""));
    EXPECT_THAT(error.what(), testing::HasSubstr("new_episodes"));
  }
}

TEST(ChooseCassetteDir, AsksTheCodeThenTheEnvironment) {
  DeckOptions options;
  EXPECT_EQ(choose_cassette_dir(options, environment({})), "cassettes");
  EXPECT_EQ(choose_cassette_dir(options, environment({{"WIRETAPE_CASSETTE_DIR", "/a"}})), "/a");
  options.cassette_dir = "b";
  EXPECT_EQ(choose_cassette_dir(options, environment({{"WIRETAPE_CASSETTE_DIR", "/a"}})), "b");
}

TEST(ChildEnvironment, SetsNoUpperCaseHttpProxy) {
  const auto variables = child_environment("http://127.0.0.1:1", "/ca.pem");
  EXPECT_THAT(variables,
              testing::Contains(std::pair<std::string, std::string>("http_proxy", "http://127.0.0.1:1")));
  EXPECT_THAT(variables, testing::Contains(std::pair<std::string, std::string>("SSL_CERT_FILE", "/ca.pem")));
  EXPECT_THAT(variables, testing::Not(testing::Contains(testing::Key("HTTP_PROXY"))));
}

}  // namespace
}  // namespace wiretape::deck

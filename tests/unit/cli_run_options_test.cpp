// SPDX-License-Identifier: MIT
#include "cli/run_options.hpp"

#include <gmock/gmock.h>

namespace wiretape::cli {
namespace {

RunDeck diff_options(std::vector<std::string> arguments) {
  CLI::App app;
  RunDeck run;
  std::string match_on;
  add_diff_options(app, run, match_on);
  std::reverse(arguments.begin(), arguments.end());
  app.parse(std::move(arguments));
  return run;
}

TEST(DiffOptions, LeavePlacesOutOfRequestsAndAnswers) {
  const auto run = diff_options({"--ignore", "json:/at", "--ignore-value", "header:X-Build"});
  EXPECT_THAT(run.ignored, testing::ElementsAre(ignore::json("/at"), ignore_value::header("X-Build")));
  EXPECT_EQ(run.drift.ignore, run.ignored);
}

TEST(DiffOptions, AreNoneOfThoseThatRecordOrPlay) {
  EXPECT_NO_THROW(
      diff_options({"--resolve", "a.test=127.0.0.1", "--origin-tls", "1.3", "--insecure-origin"}));
  for (const auto* option :
       {"--repeats=last", "--speed=2", "--save-secrets", "--redact=header:X", "--order=any"})
    EXPECT_THROW(diff_options({option}), CLI::ParseError) << option;
}

}  // namespace
}  // namespace wiretape::cli

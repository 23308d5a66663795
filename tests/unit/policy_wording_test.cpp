// SPDX-License-Identifier: MIT
#include "policy/wording.hpp"

#include <gtest/gtest.h>

#include "support/matching.hpp"
#include "support/tapes.hpp"

namespace wiretape::policy {
namespace {

TEST(Wording, EscapesAndCutsNames) {
  EXPECT_EQ(name_of("GET", "http://h/\n"), "GET http://h/\\n");
  EXPECT_EQ(name_of(std::string(50, 'X'), "u"), std::string(40, 'X') + "… u");
}

TEST(Wording, CountsInteractionsFromOne) {
  const auto tape = test::tape_of({test::answered(test::get("http://h/"))});
  EXPECT_EQ(place_of(tape, 0), "interaction 1, line " + std::to_string(tape.summary(0).line));
}

TEST(Wording, NamesTheSettingThatHasTheSay) {
  EXPECT_EQ(mode_setting({}, RecordMode::all), "WIRETAPE_MODE=all");
  EXPECT_EQ(mode_setting({.is_mode_from_code = true}, RecordMode::new_episodes),
            ".mode = RecordMode::new_episodes");
}

TEST(Wording, KnowsHeadersThatMayBeSecret) {
  for (const auto* name :
       {"Authorization", "proxy-authorization", "Cookie", "Set-Cookie", "X-Api-Key", "X-Auth-Token"}) {
    EXPECT_TRUE(may_be_secret(name)) << name;
  }
  EXPECT_FALSE(may_be_secret("X-Tenant"));
}

TEST(Wording, WritesAMatchPolicyAsCode) {
  const auto any = [](const Request&, const Request&) { return true; };
  EXPECT_EQ(match_setting({match::method, match::header("X-Tenant"), match::custom("day", any)}),
            R"(.match_on = {match::method, match::header("X-Tenant"), match::custom("day", ...)})");
}

}  // namespace
}  // namespace wiretape::policy

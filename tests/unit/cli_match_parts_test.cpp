// SPDX-License-Identifier: MIT
#include "cli/match_parts.hpp"

#include <gmock/gmock.h>

namespace wiretape::cli {
namespace {

TEST(MatchParts, ComeBackAsTheyWereWritten) {
  for (const auto* text : {"method", "method,host,path", "scheme,port,query,body", "path,header:X-Tenant"}) {
    const auto policy = parse_match_parts(text);
    ASSERT_TRUE(policy) << text;
    EXPECT_EQ(format_match_parts(*policy), text);
  }
}

TEST(MatchParts, MayHaveSpacesBetweenThem) {
  const auto policy = parse_match_parts(" method , header:X ");
  ASSERT_TRUE(policy);
  EXPECT_EQ(format_match_parts(*policy), "method,header:X");
}

TEST(MatchParts, AreNamedWhenOneIsNone) {
  for (const auto* text : {"", "method,,path", "verb", "header:", "header", "custom", "Method"}) {
    const auto policy = parse_match_parts(text);
    ASSERT_FALSE(policy) << text;
    EXPECT_THAT(policy.error().message, testing::HasSubstr("header:NAME")) << text;
  }
  EXPECT_THAT(parse_match_parts("method,\x1b").error().message, testing::StartsWith(R"("\x1b" is no part)"));
}

}  // namespace
}  // namespace wiretape::cli

// SPDX-License-Identifier: MIT
#include "base/clock.hpp"

#include <gmock/gmock.h>

namespace wiretape {
namespace {

TEST(WallClock, SpeaksRfc3339InUtc) {
  EXPECT_THAT(system_wall_clock().now_rfc3339(),
              testing::MatchesRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"));
}

TEST(Rfc3339, IsReadAsSeconds) {
  EXPECT_EQ(seconds_of_rfc3339("1970-01-01T00:00:00Z"), 0);
  EXPECT_EQ(seconds_of_rfc3339("2026-11-30T08:01:48Z"), 1'796'025'708);
  EXPECT_EQ(seconds_of_rfc3339("2026-11-30T08:01:48.25Z"), 1'796'025'708);
  for (const auto* text :
       {"", "2026-11-30", "2026-11-30T08:01:48", "2026-13-30T08:01:48Z", "2026-02-30T08:01:48Z",
        "2026-11-30T24:01:48Z", "2026-1a-30T08:01:48Z", "2026-11-30T08:01:48+01:00"})
    EXPECT_EQ(seconds_of_rfc3339(text), std::nullopt) << text;
}

}  // namespace
}  // namespace wiretape

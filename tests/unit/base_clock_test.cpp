// SPDX-License-Identifier: MIT
#include "base/clock.hpp"

#include <gmock/gmock.h>

namespace wiretape {
namespace {

TEST(WallClock, SpeaksRfc3339InUtc) {
  EXPECT_THAT(system_wall_clock().now_rfc3339(),
              testing::MatchesRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"));
}

}  // namespace
}  // namespace wiretape

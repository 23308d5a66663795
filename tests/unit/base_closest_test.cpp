// SPDX-License-Identifier: MIT
#include "base/closest.hpp"

#include <gtest/gtest.h>

namespace wiretape {
namespace {

TEST(EditsBetween, CountsInsertionsRemovalsAndChanges) {
  EXPECT_EQ(edits_between("", ""), 0U);
  EXPECT_EQ(edits_between("abc", "abc"), 0U);
  EXPECT_EQ(edits_between("", "abc"), 3U);
  EXPECT_EQ(edits_between("abc", ""), 3U);
  EXPECT_EQ(edits_between("kitten", "sitting"), 3U);
  EXPECT_EQ(edits_between("rest", "reset"), 1U);
}

TEST(ClosestName, IsOneThatIsLikeIt) {
  const std::string_view names[] = {"reset", "reset_after", "refuse"};
  EXPECT_EQ(closest_name("rest", names), "reset");
  EXPECT_EQ(closest_name("reset_aftr", names), "reset_after");
  EXPECT_EQ(closest_name("xyzzy", names), std::nullopt);
  EXPECT_EQ(closest_name("", names), std::nullopt);
}

}  // namespace
}  // namespace wiretape

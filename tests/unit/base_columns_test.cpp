// SPDX-License-Identifier: MIT
#include "base/columns.hpp"

#include <gtest/gtest.h>

namespace wiretape {
namespace {

TEST(Columns, CountCodePoints) {
  EXPECT_EQ(columns(""), 0U);
  EXPECT_EQ(columns("snow"), 4U);
  EXPECT_EQ(columns("sn\xC3\xB8"), 3U);
}

TEST(Columns, AreFilledWithBlanks) {
  EXPECT_EQ(padded("sn\xC3\xB8", 5), "sn\xC3\xB8  ");
  EXPECT_EQ(aligned_right("sn\xC3\xB8", 5), "  sn\xC3\xB8");
  EXPECT_EQ(padded("snow", 2), "snow");
  EXPECT_EQ(aligned_right("snow", 2), "snow");
}

}  // namespace
}  // namespace wiretape

// SPDX-License-Identifier: MIT
#include "base/pair_set.hpp"

#include <gtest/gtest.h>

namespace wiretape {
namespace {

TEST(PairSet, FindsWhatWasAdded) {
  PairSet pairs;
  pairs.add('a', 'b');
  pairs.add('\xff', '\0');
  EXPECT_EQ(pairs.find_in("xaab"), 2U);
  EXPECT_EQ(pairs.find_in("abab", 1), 2U);
  EXPECT_EQ(pairs.find_in(std::string_view("x\xff\0", 3)), 1U);
  EXPECT_EQ(pairs.find_in("ba a"), std::string_view::npos);
  EXPECT_EQ(pairs.find_in("a"), std::string_view::npos);
  EXPECT_EQ(pairs.find_in(""), std::string_view::npos);
}

}  // namespace
}  // namespace wiretape

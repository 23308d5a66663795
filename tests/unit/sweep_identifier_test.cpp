// SPDX-License-Identifier: MIT
#include "sweep/identifier.hpp"

#include <gtest/gtest.h>

namespace wiretape::sweep {
namespace {

TEST(Identifier, IsLettersAndDigitsWithLinesBetween) {
  EXPECT_EQ(identifier("/v1/today.json"), "v1_today_json");
  EXPECT_EQ(identifier("//a--b//"), "a_b");
  EXPECT_EQ(identifier("%C3%B8"), "C3_B8");
  EXPECT_EQ(identifier("/"), "");
  EXPECT_EQ(identifier(""), "");
}

TEST(Identifier, IsCutWhereItIsLong) {
  EXPECT_EQ(identifier("abcdef", 3), "abc");
  EXPECT_EQ(identifier("ab/cd", 3), "ab") << "and does not end in a line";
}

}  // namespace
}  // namespace wiretape::sweep

// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "http/codings.hpp"

namespace wiretape::http {
namespace {

TEST(BoundedOutput, StopsAtItsBytes) {
  BoundedOutput out({.bytes = 3}, 100);
  EXPECT_TRUE(out.append("ab", 2));
  EXPECT_TRUE(out.append("c", 1));
  EXPECT_FALSE(out.append("d", 1));
  EXPECT_EQ(out.over_limit().message, "decodes to more than 3 bytes, or to more than 1000 times its size");
  EXPECT_EQ(out.take(), "abc");
}

TEST(BoundedOutput, StopsAtItsRatioBeyondAMebibyte) {
  const std::string mebibyte(1024 * 1024, 'x');
  BoundedOutput out({.ratio = 10}, 110'000);
  EXPECT_TRUE(out.append(mebibyte.data(), mebibyte.size()));
  EXPECT_TRUE(out.append(mebibyte.data(), 51'424));  // ten times 110,000 in all
  EXPECT_FALSE(out.append(mebibyte.data(), 10));
  EXPECT_TRUE(BoundedOutput({.ratio = 10}, 1).append(mebibyte.data(), mebibyte.size()));
}

}  // namespace
}  // namespace wiretape::http

// SPDX-License-Identifier: MIT
#include "base/byte_set.hpp"

#include <gtest/gtest.h>

namespace wiretape {
namespace {

using namespace std::string_view_literals;

TEST(ByteSet, HoldsTheBytesOfItsText) {
  constexpr ByteSet set("a\0\xff"sv);
  EXPECT_TRUE(set.has('a'));
  EXPECT_TRUE(set.has('\0'));
  EXPECT_TRUE(set.has('\xff'));
  EXPECT_FALSE(set.has('b'));
}

TEST(ByteSet, FindsWhatStringViewFinds) {
  constexpr auto bytes = ":\r\0"sv;
  constexpr ByteSet set(bytes);
  for (const auto text : {""sv, "no"sv, ":"sv, "name: value\r\n"sv, "a\0b"sv}) {
    for (std::size_t from = 0; from <= text.size() + 1; ++from) {
      EXPECT_EQ(set.find_in(text, from), text.find_first_of(bytes, from)) << text << " from " << from;
    }
  }
}

}  // namespace
}  // namespace wiretape

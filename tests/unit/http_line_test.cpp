// SPDX-License-Identifier: MIT
#include "http/line.hpp"

#include <gtest/gtest.h>

namespace wiretape::http {
namespace {

using namespace std::string_view_literals;

TEST(Line, LosesOneLineEnd) {
  EXPECT_EQ(without_line_end("a\r\n"), "a");
  EXPECT_EQ(without_line_end("a\n"), "a");
  EXPECT_EQ(without_line_end("a\r\r\n"), "a\r");
  EXPECT_EQ(without_line_end("\r\n"), "");
}

TEST(Line, IsFaultlessWithCrlfAtItsEndOnly) {
  EXPECT_EQ(find_line_fault("a b\r\n"), std::nullopt);
  EXPECT_EQ(find_line_fault("a\n"), (Error{"a line that ends with LF alone", 1}));
  EXPECT_EQ(find_line_fault("a\rb\r\n"), (Error{"a CR that ends no line", 1}));
  EXPECT_EQ(find_line_fault("a\r\r\n"), (Error{"a CR that ends no line", 1}));
  EXPECT_EQ(find_line_fault("ab\0\r\n"sv), (Error{"a NUL byte in the head", 2}));
}

TEST(Line, StaysOneWhateverStandsInIt) { EXPECT_EQ(as_one_line("a\r\nb\0c\t"sv), "a  b c\t"); }

}  // namespace
}  // namespace wiretape::http

// SPDX-License-Identifier: MIT
#include "base/text.hpp"

#include <gtest/gtest.h>

namespace wiretape {
namespace {

TEST(Text, ComparesWithoutRegardToAsciiCaseOnly) {
  EXPECT_TRUE(equals_ignoring_case("Content-TYPE", "content-type"));
  EXPECT_FALSE(equals_ignoring_case("a", "ab"));
  EXPECT_FALSE(equals_ignoring_case("\xC4", "\xE4"));
  EXPECT_FALSE(equals_ignoring_case("@", "`"));
}

TEST(Text, TrimsSpacesAndTabsOnly) {
  EXPECT_EQ(trim(" \t a b\t "), "a b");
  EXPECT_EQ(trim("\ra\r"), "\ra\r");
  EXPECT_EQ(trim(" \t"), "");
}

TEST(Text, SplitsAndKeepsEmptyParts) {
  EXPECT_EQ(split(",a,,b", ',').size(), 4U);
  EXPECT_EQ(split("", ',').size(), 1U);
}

TEST(Text, ReadsDecimalsThatFitAndNothingElse) {
  EXPECT_EQ(parse_decimal("18446744073709551615"), 18446744073709551615ULL);
  EXPECT_FALSE(parse_decimal("18446744073709551616"));
  EXPECT_FALSE(parse_decimal("+1"));
  EXPECT_FALSE(parse_decimal("-1"));
  EXPECT_FALSE(parse_decimal("1 "));
  EXPECT_FALSE(parse_decimal("0x1"));
  EXPECT_FALSE(parse_decimal(""));
}

TEST(Text, KnowsUtf8FromWhatOnlyLooksLikeIt) {
  EXPECT_TRUE(is_valid_utf8("a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80"));
  EXPECT_FALSE(is_valid_utf8("\xC0\x80"));          // overlong
  EXPECT_FALSE(is_valid_utf8("\xE0\x9F\xBF"));      // overlong
  EXPECT_FALSE(is_valid_utf8("\xED\xA0\x80"));      // a surrogate
  EXPECT_FALSE(is_valid_utf8("\xF4\x90\x80\x80"));  // beyond U+10FFFF
  EXPECT_FALSE(is_valid_utf8("\xE2\x82"));          // cut short
  EXPECT_FALSE(is_valid_utf8("\x80"));
}

TEST(Text, EscapesWhatCouldTouchATerminal) {
  EXPECT_EQ(escape_control("a\x1b[31m\r\n\tb\x7f"), "a\\x1b[31m\\r\\n\\tb\\x7f");
  EXPECT_EQ(escape_control("\xC2\x9B"
                           "2J"),
            "\\xc2\\x9b"
            "2J");  // CSI as one C1 character
  EXPECT_EQ(escape_control("\xC3\xA4\xFF"), "\xC3\xA4\\xff");
  EXPECT_EQ(escape_control(std::string_view("a\0b", 3)), "a\\x00b");
  EXPECT_EQ(escape_control("abcdef", 3), "abc…");
}

TEST(ShellQuoted, IsOneWord) {
  EXPECT_EQ(shell_quoted("my tape"), "'my tape'");
  EXPECT_EQ(shell_quoted("it's"), "'it'\\''s'");
  EXPECT_EQ(shell_quoted(""), "''");
}

}  // namespace
}  // namespace wiretape

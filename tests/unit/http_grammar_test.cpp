// SPDX-License-Identifier: MIT
#include "http/grammar.hpp"

#include <gtest/gtest.h>

namespace wiretape::http {
namespace {

using namespace std::string_view_literals;

TEST(Grammar, KnowsTokenCharactersFromSeparatorsAndOtherBytes) {
  EXPECT_TRUE(is_token("M-SEARCH!#$%&'*+-.^_`|~09azAZ"));
  for (const char c : "\"(),/:;<=>?@[\\]{} \t\r\n\x7f\x80\xff"sv) EXPECT_FALSE(is_token_char(c)) << int{c};
  EXPECT_FALSE(is_token_char('\0'));
  EXPECT_FALSE(is_token(""));
}

TEST(Grammar, FindsTheFirstByteThatDoesNotBelong) {
  EXPECT_EQ(find_not_token("ab c"), 2U);
  EXPECT_EQ(find_control("a\tb\xff\x01"sv), 4U);
  EXPECT_EQ(find_control("a\x7f"), 1U);
  EXPECT_EQ(find_control("\0"sv), 0U);
  EXPECT_EQ(find_control("a\tb\x80"), std::string_view::npos);
}

TEST(Grammar, ReadsHexDigits) {
  EXPECT_EQ(hex_value('9'), 9);
  EXPECT_EQ(hex_value('f'), 15);
  EXPECT_EQ(hex_value('A'), 10);
  EXPECT_EQ(hex_value('g'), -1);
  EXPECT_EQ(hex_value('@'), -1);
}

TEST(Grammar, QuotesForMessages) {
  EXPECT_EQ(quote("a\r\n"), "\"a\\r\\n\"");
  EXPECT_EQ(quote(std::string(50, 'x')), '"' + std::string(40, 'x') + "…\"");
}

}  // namespace
}  // namespace wiretape::http

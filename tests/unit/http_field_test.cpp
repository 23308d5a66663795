// SPDX-License-Identifier: MIT
#include "http/field.hpp"

#include <gtest/gtest.h>

namespace wiretape::http {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;

struct Case {
  std::string_view line;
  HeaderField field;
};

TEST(Field, KeepsTheRawFormOfLegalButOddSpacing) {
  for (const auto strictness : {Strictness::strict, Strictness::lenient}) {
    for (const auto& [line, field] : std::initializer_list<Case>{
             {"Host: a\r\n", {"Host", "a"}},
             {"X: \r\n", {"X", ""}},
             {"X:\r\n", {"X", "", "X:\r\n"}},
             {"X:y\r\n", {"X", "y", "X:y\r\n"}},
             {"X: \t y\t \r\n", {"X", "y", "X: \t y\t \r\n"}},
             {"X: a: b\xff\r\n", {"X", "a: b\xff"}},
         }) {
      const auto got = parse_field(line, strictness);
      ASSERT_TRUE(got) << line;
      EXPECT_EQ(*got, field) << line;
    }
  }
}

TEST(Field, TakesEverythingLeniently) {
  for (const auto& [line, field] : std::initializer_list<Case>{
           {"X: y\n", {"X", "y", "X: y\n"}},
           {"X : y\r\n", {"X", "y", "X : y\r\n"}},
           {" X: y\r\n", {"X", "y", " X: y\r\n"}},
           {": y\r\n", {"", "y", ""}},
           {"no colon\r\n", {"", "no colon", "no colon\r\n"}},
           {"a b(c: y\r\n", {"a b(c", "y", ""}},
           {"X: a\rb\0c\r\n"sv, {"X", "a\rb\0c"s, "X: a\rb\0c\r\n"s}},
           {"X: a\r\n b\n\tc\r\n", {"X", "a b c", "X: a\r\n b\n\tc\r\n"}},
           {"X\r\n : a\r\n", {"X", "a", "X\r\n : a\r\n"}},
       }) {
    const auto got = parse_field(line, Strictness::lenient);
    ASSERT_TRUE(got) << line;
    EXPECT_EQ(*got, field) << line;
  }
}

struct Bad {
  std::string_view line;
  Error error;
};

TEST(Field, RefusesStrictlyWhatReadersCouldReadInTwoWays) {
  for (const auto& [line, error] : std::initializer_list<Bad>{
           {"X : y\r\n", {"a space before the colon of a field", 1}},
           {"X\t: y\r\n", {"a space before the colon of a field", 1}},
           {" X: y\r\n", {"a field line that begins with white space (obs-fold)", 0}},
           {"\tX: y\r\n", {"a field line that begins with white space (obs-fold)", 0}},
           {": y\r\n", {"a field without a name", 0}},
           {"X\r\n", {"a field without a colon", 1}},
           {"X y: z\r\n", {"a field name cannot contain \" \"", 1}},
           {"X(: z\r\n", {"a field name cannot contain \"(\"", 1}},
           {"\xC3\xA4: z\r\n", {"a field name cannot contain \"\\xc3\"", 0}},
           {"X: y\n", {"a line that ends with LF alone", 4}},
           {"X: y\rZ: z\r\n", {"a CR that ends no line", 4}},
           {"X: y\0\r\n"sv, {"a NUL byte in the head", 4}},
           {"X: y\x01\r\n", {"a field value cannot contain \"\\x01\"", 4}},
           {"X: y\x7f\r\n", {"a field value cannot contain \"\\x7f\"", 4}},
       }) {
    const auto got = parse_field(line, Strictness::strict);
    ASSERT_FALSE(got) << line;
    EXPECT_EQ(got.error(), error) << line << got.error().message;
  }
}

TEST(Field, IsWrittenInOneLineWhateverStandsInIt) {
  EXPECT_EQ(plain_field_line("A\nB", "c\r\nInjected: yes\0"sv), "A B: c  Injected: yes \r\n");
}

}  // namespace
}  // namespace wiretape::http

// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <wiretape/matchers.hpp>

#include <sstream>

namespace wiretape {
namespace {

static_assert(std::convertible_to<const char*, TextMatcher>);
static_assert(std::convertible_to<std::string, TextMatcher>);
static_assert(std::convertible_to<std::string_view, TextMatcher>);
static_assert(!std::convertible_to<int, TextMatcher>);
static_assert(!std::convertible_to<std::nullptr_t, TextMatcher>);
static_assert(!std::convertible_to<bool, TextMatcher>);

std::string described(const TextMatcher& matcher, bool is_negated) {
  std::ostringstream os;
  matcher.describe(&os, is_negated);
  return os.str();
}

TEST(TextMatcher, OfATextMeansEquality) {
  const TextMatcher matcher("a\n");
  EXPECT_TRUE(matcher.matches("a\n"));
  EXPECT_FALSE(matcher.matches("A\n"));
  EXPECT_EQ(*matcher.expected(), "a\n");
  EXPECT_EQ(described(matcher, false), "is equal to \"a\\n\"");
  EXPECT_EQ(described(matcher, true), "isn't equal to \"a\\n\"");
}

TEST(TextMatcher, OfFunctionsExpectsNoText) {
  const TextMatcher even(
      [](const std::string& text) { return text.size() % 2 == 0; },
      [](std::ostream* os, bool is_negated) { *os << (is_negated ? "is odd" : "is even"); });
  EXPECT_TRUE(even.matches("ab"));
  EXPECT_EQ(even.expected(), nullptr);
  EXPECT_EQ(described(even, true), "is odd");
  EXPECT_THROW(TextMatcher(nullptr, nullptr), std::invalid_argument);
}

}  // namespace
}  // namespace wiretape

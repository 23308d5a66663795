// SPDX-License-Identifier: MIT
#include "cassette/faults.hpp"

#include <gtest/gtest.h>

namespace wiretape::cassette {
namespace {

TEST(Faults, AreFoundByTheirLine) {
  EXPECT_EQ(find_bad_utf8("a\n\xC3\xA9\nb\xFF\n"), (Error{"is not UTF-8", 3}));
  EXPECT_EQ(find_bad_utf8("\xC3", 10), (Error{"is not UTF-8", 10}));
  EXPECT_EQ(find_bad_utf8("a\xC3\n\xA9"), (Error{"is not UTF-8", 1}));
  EXPECT_EQ(find_control_byte("a\tb\nc\rd", 5),
            (Error{"holds the control byte \\r; in double quotes it can be written so", 6}));
  EXPECT_EQ(find_control_byte(std::string_view("\0", 1)),
            (Error{"holds the control byte \\x00; in double quotes it can be written so", 1}));
  EXPECT_TRUE(find_control_byte("\x7f"));
}

TEST(Faults, AreNoneInOrdinaryText) {
  for (const auto* text : {"", "\n\n", "a\tb\n", "\xC3\xA9\xF0\x9F\x98\x80", "\xC2\x85"}) {
    EXPECT_FALSE(find_bad_utf8(text)) << text;
    EXPECT_FALSE(find_control_byte(text)) << text;
    EXPECT_FALSE(find_conflict(text)) << text;
  }
}

TEST(Faults, KnowWhatGitLeavesOfAConflict) {
  EXPECT_EQ(find_conflict("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> d\n"),
            (Error{"a merge conflict was left here: \"<<<<<<<\"", 2}));
  EXPECT_EQ(conflict_in("=======", 9), (Error{"a merge conflict was left here: \"=======\"", 9}));
  EXPECT_TRUE(conflict_in("||||||| base", 1));
  for (const auto* line : {"", "<<<<<<", "<<<<<<<x", "<<<<<<<<", "========", " =======", "=<=<=<="}) {
    EXPECT_FALSE(conflict_in(line, 1)) << line;
  }
}

}  // namespace
}  // namespace wiretape::cassette

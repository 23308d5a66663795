// SPDX-License-Identifier: MIT
#include "http/byte_queue.hpp"

#include <gtest/gtest.h>

namespace wiretape::http {
namespace {

TEST(ByteQueue, GivesLinesOnceTheyAreWhole) {
  ByteQueue queue;
  queue.append("ab");
  EXPECT_EQ(queue.line(), std::nullopt);
  queue.append("c\n\nd");
  EXPECT_EQ(queue.line(), "abc\n");
  EXPECT_EQ(queue.line(), "abc\n");  // until it is dropped
  queue.drop(4);
  EXPECT_EQ(queue.line(), "\n");
  queue.drop(1);
  EXPECT_EQ(queue.line(), std::nullopt);
  EXPECT_EQ(queue.rest(), "d");
}

TEST(ByteQueue, CountsWhatWasTaken) {
  ByteQueue queue;
  queue.append("abcdef");
  EXPECT_EQ(queue.take(2), "ab");
  EXPECT_EQ(queue.taken(), 2U);
  queue.drop(3);
  queue.append("gh");
  EXPECT_EQ(queue.rest(), "fgh");
  EXPECT_EQ(queue.take(100), "fgh");
  EXPECT_EQ(queue.taken(), 8U);
  EXPECT_TRUE(queue.empty());
  queue.append("ij");
  EXPECT_EQ(queue.take(100), "ij");
  EXPECT_EQ(queue.taken(), 10U);
}

TEST(ByteQueue, FindsLinesInBytesThatWereMoved) {
  ByteQueue queue;
  queue.append("abc\nde");
  queue.drop(4);
  EXPECT_EQ(queue.line(), std::nullopt);
  queue.append("f\ng");
  EXPECT_EQ(queue.line(), "def\n");
  queue.drop(4);
  queue.shrink();  // something is in it
  EXPECT_EQ(queue.rest(), "g");
}

TEST(ByteQueue, FindsALineThatComesAfterEverythingWasTaken) {
  ByteQueue queue;
  queue.append("no line yet");
  EXPECT_EQ(queue.line(), std::nullopt);
  EXPECT_EQ(queue.take(100), "no line yet");
  queue.append("a\n");
  EXPECT_EQ(queue.line(), "a\n");
}

TEST(ByteQueue, RemembersWhatWasTakenUntilItMayForget) {
  ByteQueue queue;
  queue.append("before ");
  queue.drop(7);
  EXPECT_EQ(queue.remembered(), "");
  queue.remember();
  for (const auto* part : {"one ", "two ", "three"}) {
    queue.append(part);
    EXPECT_EQ(queue.take(100), part);
  }
  EXPECT_EQ(queue.remembered(), "one two three");
  EXPECT_EQ(queue.taken(), 20U);
  queue.forget();
  EXPECT_EQ(queue.remembered(), "");
  queue.append("four");
  EXPECT_EQ(queue.rest(), "four");
  EXPECT_EQ(queue.taken(), 20U);
}

TEST(ByteQueue, ShrinksWhenEmptyAndGoesOnCounting) {
  ByteQueue queue;
  queue.append(std::string(10'000, 'x'));
  queue.drop(10'000);
  queue.shrink();
  EXPECT_EQ(queue.taken(), 10'000U);
  queue.append("y");
  EXPECT_EQ(queue.rest(), "y");
}

}  // namespace
}  // namespace wiretape::http

// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <wiretape/rule.hpp>

#include <thread>

namespace wiretape {
namespace {

using namespace std::chrono_literals;

TEST(Gate, HoldsUntilItIsOpened) {
  Gate gate;
  int woken = 0;
  gate.reach([&] { ++woken; });
  gate.reach([&] { ++woken; });
  EXPECT_EQ(gate.reached(), 2);
  EXPECT_EQ(woken, 0);
  EXPECT_FALSE(gate.is_open());
  gate.open();
  EXPECT_EQ(woken, 2);
  EXPECT_TRUE(gate.is_open());
}

TEST(Gate, LetsThroughWhatComesLater) {
  Gate gate;
  gate.open();
  int woken = 0;
  gate.reach([&] { ++woken; });
  EXPECT_EQ(woken, 1);
  EXPECT_EQ(gate.reached(), 1);
}

TEST(Gate, TellsWhoWaitsThatAnAnswerHasCome) {
  Gate gate;
  EXPECT_FALSE(gate.wait_for(1, 0ms));
  std::thread comes([&] { gate.reach([] {}); });
  EXPECT_TRUE(gate.wait_for(1, 20s));
  comes.join();
}

}  // namespace
}  // namespace wiretape

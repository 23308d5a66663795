// SPDX-License-Identifier: MIT
#include "sweep/watch.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace wiretape::sweep {
namespace {

using namespace std::chrono_literals;

TEST(Watch, SaysNothingWhereItEndsInTime) {
  bool is_late = false;
  {
    const Watch watch(
        1h, [&] { is_late = true; }, [&] { is_late = true; });
  }
  EXPECT_FALSE(is_late);
}

TEST(Watch, SaysThatItIsLateAndThenThatItIsLost) {
  std::promise<void> late, lost;
  bool was_late_first = false;
  std::atomic<bool> is_late{false};
  Watch watch(
      1ms,
      [&] {
        is_late = true;
        late.set_value();
      },
      [&] {
        was_late_first = is_late;
        lost.set_value();
      });
  late.get_future().wait();
  lost.get_future().wait();
  watch.end();
  EXPECT_TRUE(was_late_first);
}

TEST(Watch, IsNotLostWhereItEndsAfterAll) {
  std::promise<void> late;
  std::atomic<bool> is_lost{false};
  Watch watch(
      200ms, [&] { late.set_value(); }, [&] { is_lost = true; });
  late.get_future().wait();
  watch.end();
  EXPECT_FALSE(is_lost);
}

}  // namespace
}  // namespace wiretape::sweep

// SPDX-License-Identifier: MIT
#include "io/wait.hpp"

#include <gmock/gmock.h>

#include <asio/this_coro.hpp>
#include <string>

#include "support/coroutines.hpp"

namespace wiretape::io {
namespace {

Task<int> wait_for(Event& event) {
  co_await event.wait();
  co_return 1;
}

TEST(Event, WakesEverybodyWhoWaits) {
  asio::io_context context;
  Event event(context.get_executor());
  const Started<int> first(context, wait_for(event));
  const Started<int> second(context, wait_for(event));
  settle(context);
  ASSERT_FALSE(first.has_ended());
  event.notify();
  settle(context);
  EXPECT_TRUE(first.has_ended());
  EXPECT_TRUE(second.has_ended());
}

TEST(Event, KeepsNoNotificationForLater) {
  asio::io_context context;
  Event event(context.get_executor());
  event.notify();
  const Started<int> late(context, wait_for(event));
  settle(context);
  EXPECT_FALSE(late.has_ended());
}

Task<int> say(std::string& said, char letter, int times) {
  for (int i = 0; i < times; ++i) {
    said += letter;
    co_await yield();
  }
  co_return 0;
}

TEST(Yield, LetsOthersGoOn) {
  asio::io_context context;
  std::string said;
  const Started<int> a(context, say(said, 'a', 3));
  const Started<int> b(context, say(said, 'b', 3));
  settle(context);
  EXPECT_EQ(said, "ababab");
}

TEST(Turn, IsOverAtEverySixteenthThatDidNotWait) {
  Turn turn;
  std::string overs;
  for (int i = 0; i < 32; ++i) overs += turn.is_over() ? 'x' : '.';
  EXPECT_EQ(overs, "...............x...............x");
  for (int i = 0; i < 40; ++i) {
    EXPECT_FALSE(turn.is_over());
    turn.has_waited();
  }
}

}  // namespace
}  // namespace wiretape::io

// SPDX-License-Identifier: MIT
#include "io/deadline.hpp"

#include <gmock/gmock.h>

#include <asio/error.hpp>

#include "io/pipe.hpp"
#include "support/coroutines.hpp"
#include "support/manual_timers.hpp"

namespace wiretape::io {
namespace {

using namespace std::chrono_literals;

class DeadlineTest : public testing::Test {
protected:
  asio::io_context context_;
  ManualTimers timers_{context_};
  std::pair<std::unique_ptr<Stream>, std::unique_ptr<Stream>> pipe_ =
      make_pipe(context_.get_executor(), PipeOptions{});
};

TEST_F(DeadlineTest, ClosesTheStreamWhenItPasses) {
  const Deadline deadline(timers_, *pipe_.first, 10s);
  const Started<Transfer> read(context_, pipe_.first->read_some(scratch()));
  timers_.advance(9s);
  ASSERT_FALSE(read.has_ended());
  EXPECT_FALSE(deadline.has_passed());
  timers_.advance(1s);
  EXPECT_TRUE(deadline.has_passed());
  EXPECT_EQ(read.value().error, asio::error::operation_aborted);
}

TEST_F(DeadlineTest, CountsFromTheLastRestart) {
  Deadline deadline(timers_, *pipe_.first, 10s);
  for (int i = 0; i < 5; ++i) {
    timers_.advance(9s);
    deadline.restart(10s);
  }
  timers_.advance(9s);
  EXPECT_FALSE(deadline.has_passed());
  EXPECT_EQ(timers_.pending(), 1u);
  timers_.advance(1s);
  EXPECT_TRUE(deadline.has_passed());
}

TEST_F(DeadlineTest, DoesNotCountWhileItIsStopped) {
  Deadline deadline(timers_, *pipe_.first);
  timers_.advance(1h);
  deadline.restart(10s);
  timers_.advance(9s);
  deadline.stop();
  timers_.advance(1h);
  EXPECT_FALSE(deadline.has_passed());
  EXPECT_EQ(timers_.pending(), 0u) << "a connection that is served keeps no timer awake";
  deadline.restart(10s);
  timers_.advance(9s);
  EXPECT_FALSE(deadline.has_passed());
  timers_.advance(1s);
  EXPECT_TRUE(deadline.has_passed());
}

TEST_F(DeadlineTest, TakesAShorterLimitAtOnce) {
  Deadline deadline(timers_, *pipe_.first, 60s);
  deadline.restart(10s);
  timers_.advance(9s);
  EXPECT_FALSE(deadline.has_passed());
  timers_.advance(1s);
  EXPECT_TRUE(deadline.has_passed());
}

TEST_F(DeadlineTest, LeavesTheStreamAloneWhenItIsGone) {
  { const Deadline deadline(timers_, *pipe_.first, 10s); }
  const Started<Transfer> read(context_, pipe_.first->read_some(scratch()));
  timers_.advance(1h);
  EXPECT_FALSE(read.has_ended());
}

}  // namespace
}  // namespace wiretape::io

// SPDX-License-Identifier: MIT
#include "io/loop.hpp"

#include <gmock/gmock.h>
#include <signal.h>

#include <asio/post.hpp>
#include <thread>
#include <vector>

namespace wiretape::io {
namespace {

TEST(Loop, RunsWhatIsPostedInOrderOnItsThread) {
  Loop loop;
  std::vector<int> seen;
  std::thread::id ran_on;
  std::thread thread([&] { loop.run(); });
  const auto id = thread.get_id();
  loop.post([&] { seen.push_back(1); });
  loop.post([&] {
    seen.push_back(2);
    ran_on = std::this_thread::get_id();
  });
  loop.finish();
  thread.join();
  EXPECT_THAT(seen, testing::ElementsAre(1, 2));
  EXPECT_EQ(ran_on, id);
}

TEST(Loop, GoesOnAfterFinishUntilNothingIsLeft) {
  Loop loop;
  int steps = 0;
  std::function<void()> step = [&] {
    if (++steps < 100) loop.post(step);
  };
  loop.finish();
  loop.post(step);
  std::thread thread([&] { loop.run(); });
  thread.join();
  EXPECT_EQ(steps, 100);
}

TEST(Loop, LeavesSignalsToTheOtherThreadsOfTheProcess) {
  Loop loop;
  sigset_t blocked;
  sigemptyset(&blocked);
  loop.post([&] { pthread_sigmask(SIG_BLOCK, nullptr, &blocked); });
  loop.finish();
  std::thread thread([&] { loop.run(); });
  thread.join();
  for (const int signal : {SIGPIPE, SIGINT, SIGTERM, SIGALRM}) EXPECT_EQ(sigismember(&blocked, signal), 1);
  EXPECT_EQ(sigismember(&blocked, SIGSEGV), 0);  // a fault is the thread's own
  sigset_t here;
  pthread_sigmask(SIG_BLOCK, nullptr, &here);
  EXPECT_EQ(sigismember(&here, SIGTERM), 0);
}

}  // namespace
}  // namespace wiretape::io

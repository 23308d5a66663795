// SPDX-License-Identifier: MIT
#include "cli/signals.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>

namespace wiretape::cli {
namespace {

bool is_blocked(int number) {
  sigset_t blocked;
  ::pthread_sigmask(SIG_BLOCK, nullptr, &blocked);
  return ::sigismember(&blocked, number) == 1;
}

TEST(Signals, AreWaitedFor) {
  const Signals signals(false);
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGCHLD}) {
    ::kill(::getpid(), number);
    const auto signal = signals.wait();
    EXPECT_EQ(signal.number, number);
    EXPECT_FALSE(signal.is_from_terminal);
  }
}

TEST(Signals, AreBlockedWhileItLivesAndNotLonger) {
  ASSERT_FALSE(is_blocked(SIGTERM));
  {
    const Signals signals(false);
    EXPECT_TRUE(is_blocked(SIGINT) && is_blocked(SIGTERM) && is_blocked(SIGHUP) && is_blocked(SIGPIPE));
    EXPECT_EQ(::sigismember(&signals.before(), SIGTERM), 0);
    ::kill(::getpid(), SIGTERM);  // too late to be waited for: it kills no one
  }
  EXPECT_FALSE(is_blocked(SIGTERM));
}

TEST(Signals, TurnAClosedPipeIntoAnError) {
  const Signals signals(false);
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ::close(ends[0]);
  EXPECT_EQ(::write(ends[1], "x", 1), -1);
  EXPECT_EQ(errno, EPIPE);
  ::close(ends[1]);
}

// SIGINT and SIGHUP are ignored while it lives.
class Ignoring {
public:
  ~Ignoring() {
    ::signal(SIGINT, interrupt_);
    ::signal(SIGHUP, hangup_);
  }

private:
  using Handler = void (*)(int);
  Handler interrupt_ = ::signal(SIGINT, SIG_IGN), hangup_ = ::signal(SIGHUP, SIG_IGN);
};

TEST(Signals, AreNotWaitedForWhereTheyWereIgnored) {
  const Ignoring ignoring;
  const Signals signals(false);
  for (const int number : {SIGINT, SIGHUP, SIGTERM}) ::kill(::getpid(), number);
  EXPECT_EQ(signals.wait().number, SIGTERM);
}

TEST(Signals, MayAlwaysBeInterrupts) {
  const Ignoring ignoring;
  const Signals signals(true);
  for (const int number : {SIGHUP, SIGINT}) ::kill(::getpid(), number);
  EXPECT_EQ(signals.wait().number, SIGINT);
}

}  // namespace
}  // namespace wiretape::cli

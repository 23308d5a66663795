// SPDX-License-Identifier: MIT
#include "io/certificate_lock.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <thread>

namespace wiretape::io {

namespace {

// A child of its own, which is killed where it waits for a lock that nobody will release.
bool child_gets_the_lock() {
  const pid_t child = ::fork();
  if (child == 0) {
    ::alarm(10);
    { const auto lock = lock_certificates(); }
    ::_exit(0);
  }
  int status = -1;
  return ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST(CertificateLock, KeepsOthersOut) {
  auto lock = lock_certificates();
  std::atomic<bool> is_released = false, was_released = false;
  std::thread other([&] {
    const auto theirs = lock_certificates();
    was_released = is_released.load();
  });
  is_released = true;
  lock.unlock();
  other.join();
  EXPECT_TRUE(was_released);
}

TEST(CertificateLock, IsFreeInAChildWhoeverHeldItInTheParent) {
  std::atomic<bool> is_done = false;
  std::thread holder([&] {
    while (!is_done) const auto lock = lock_certificates();
  });
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(child_gets_the_lock());
  is_done = true;
  holder.join();
  EXPECT_TRUE(child_gets_the_lock());
}

}  // namespace

}  // namespace wiretape::io

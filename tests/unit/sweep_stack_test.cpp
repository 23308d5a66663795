// SPDX-License-Identifier: MIT
#include "sweep/stack.hpp"

#include <gmock/gmock.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <future>
#include <thread>

#include "support/process.hpp"

namespace wiretape::sweep {
namespace {

TEST(Stack, ShowsWhereAThreadWaits) {
  std::array<int, 2> pipe{};
  ASSERT_EQ(::pipe(pipe.data()), 0);
  std::promise<pthread_t> id;
  std::thread waiting([&] {
    id.set_value(::pthread_self());
    pollfd waited_for{pipe[0], POLLIN, 0};
    while (::poll(&waited_for, 1, -1) < 1) {
    }
  });
  const auto thread = id.get_future().get();
  const auto stack = stack_of(thread);
  EXPECT_THAT(stack, testing::HasSubstr("\n")) << "a line for each function";
  EXPECT_THAT(stack, testing::StartsWith("    "));
  EXPECT_EQ(::write(pipe[1], "x", 1), 1);
  waiting.join();
  ::close(pipe[0]);
  ::close(pipe[1]);
}

TEST(Stack, OfThisThreadNamesIt) {
  if (support::find_program("addr2line").empty()) GTEST_SKIP() << "there is no addr2line";
  EXPECT_THAT(stack_of(::pthread_self()),
              testing::ContainsRegex("Stack_OfThisThreadNamesIt.* at .*sweep_stack_test"));
}

TEST(Stack, LeavesTheSignalAsItWas) {
  struct sigaction before {
  }, after{};
  ::sigaction(SIGURG, nullptr, &before);
  static_cast<void>(stack_of(::pthread_self()));
  ::sigaction(SIGURG, nullptr, &after);
  EXPECT_EQ(before.sa_handler, after.sa_handler);
}

}  // namespace
}  // namespace wiretape::sweep

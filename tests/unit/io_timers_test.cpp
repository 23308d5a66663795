// SPDX-License-Identifier: MIT
#include "io/timers.hpp"

#include <gmock/gmock.h>

#include <vector>

#include "io/scope.hpp"
#include "support/coroutines.hpp"
#include "support/manual_timers.hpp"

namespace wiretape::io {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

TEST(AsioTimers, CallInOrderOfTime) {
  asio::io_context context;
  const auto timers = make_asio_timers(context.get_executor());
  std::vector<int> called;
  const auto later = timers->after(2ms, [&] { called.push_back(2); });
  const auto sooner = timers->after(1ms, [&] { called.push_back(1); });
  context.run();
  EXPECT_THAT(called, ElementsAre(1, 2));
}

TEST(AsioTimers, DoNotCallBackAfterTheHandleIsGone) {
  asio::io_context context;
  const auto timers = make_asio_timers(context.get_executor());
  std::unique_ptr<Timers::Handle> second;
  bool was_called = false;
  // Both are due in the same turn of the loop: the first takes the second back.
  const auto first = timers->after(0ms, [&] { second.reset(); });
  second = timers->after(0ms, [&] { was_called = true; });
  context.run();
  EXPECT_FALSE(was_called);
}

TEST(AsioTimers, LetACallDropItsOwnHandle) {
  asio::io_context context;
  const auto timers = make_asio_timers(context.get_executor());
  std::unique_ptr<Timers::Handle> handle;
  int calls = 0;
  handle = timers->after(0ms, [&] {
    ++calls;
    handle.reset();
  });
  context.run();
  EXPECT_EQ(calls, 1);
}

TEST(AsioTimers, AcceptADelayForever) {
  asio::io_context context;
  const auto timers = make_asio_timers(context.get_executor());
  bool was_called = false;
  const auto never = timers->after(Timers::duration::max(), [&] { was_called = true; });
  settle(context);
  EXPECT_FALSE(was_called);
}

Task<void> sleep_then_say(Timers& timers, Timers::duration delay, std::vector<int>& said, int word) {
  co_await timers.sleep(delay);
  said.push_back(word);
}

void ignore(const std::string&, const std::exception_ptr&) {}

TEST(AsioTimers, SleepEndsEarlyWithoutAnExceptionWhenCancelled) {
  asio::io_context context;
  const auto timers = make_asio_timers(context.get_executor());
  std::vector<int> said;
  std::vector<std::string> escaped;
  Scope scope(context.get_executor(),
              [&](const std::string& name, const std::exception_ptr&) { escaped.push_back(name); });
  scope.spawn("sleeper", sleep_then_say(*timers, 1h, said, 7));
  settle(context);
  EXPECT_THAT(said, ElementsAre());
  scope.cancel();
  settle(context);
  EXPECT_THAT(said, ElementsAre(7));
  EXPECT_THAT(escaped, ElementsAre());
}

TEST(ManualTimers, CallWhatIsDueInOrder) {
  asio::io_context context;
  ManualTimers timers(context);
  std::vector<int> called;
  const auto c = timers.after(3s, [&] { called.push_back(3); });
  const auto a = timers.after(1s, [&] { called.push_back(1); });
  auto taken_back = timers.after(1s, [&] { called.push_back(-1); });
  const auto b = timers.after(2s, [&] { called.push_back(2); });
  taken_back.reset();
  timers.advance(2s);
  EXPECT_THAT(called, ElementsAre(1, 2));
  EXPECT_EQ(timers.now().time_since_epoch(), 2s);
  timers.advance(1s);
  EXPECT_THAT(called, ElementsAre(1, 2, 3));
  EXPECT_EQ(timers.pending(), 0u);
}

Task<void> sleep_thrice(Timers& timers, std::vector<Timers::duration>& woke_at) {
  for (int i = 0; i < 3; ++i) {
    co_await timers.sleep(1s);
    woke_at.push_back(timers.now().time_since_epoch());
  }
}

TEST(ManualTimers, WakeSleepersAtTheirOwnTimes) {
  asio::io_context context;
  ManualTimers timers(context);
  std::vector<Timers::duration> woke_at;
  Scope scope(context.get_executor(), ignore);
  scope.spawn("sleeper", sleep_thrice(timers, woke_at));
  timers.advance(5s);
  EXPECT_THAT(woke_at, ElementsAre(1s, 2s, 3s));
}

TEST(ManualTimers, SleepEndsEarlyWhenCancelled) {
  asio::io_context context;
  ManualTimers timers(context);
  std::vector<int> said;
  Scope scope(context.get_executor(), ignore);
  scope.spawn("sleeper", sleep_then_say(timers, 1h, said, 7));
  timers.settle();
  scope.cancel();
  timers.settle();
  EXPECT_THAT(said, ElementsAre(7));
  EXPECT_EQ(timers.pending(), 0u);
}

}  // namespace
}  // namespace wiretape::io

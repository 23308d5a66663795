// SPDX-License-Identifier: MIT
// How the coroutines of one thread wait for each other, and let each other go on.
#pragma once

#include <asio/any_io_executor.hpp>
#include <asio/cancellation_state.hpp>
#include <asio/steady_timer.hpp>

#include "io/task.hpp"

namespace wiretape::io {

// For `const auto cancellation = co_await asio::this_coro::cancellation_state;`.
[[nodiscard]] inline bool was_cancelled(const asio::cancellation_state& cancellation) {
  return cancellation.cancelled() != asio::cancellation_type::none;
}

// What others make true. A notification is not kept: who waits looks at its condition first, and again.
class Event {
public:
  explicit Event(asio::any_io_executor executor) : timer_(std::move(executor), never) {}

  // Ends at the next notify(), or when the coroutine is cancelled during it.
  Task<void> wait();
  void notify() noexcept;  // all who wait

private:
  static constexpr asio::steady_timer::time_point never = asio::steady_timer::time_point::max();
  asio::steady_timer timer_;
};

// Lets everything else that can go on go on first.
Task<void> yield();

// Counts operations that did not have to wait, so that a connection that always has bytes does not
// starve the others.
class Turn {
public:
  [[nodiscard]] bool is_over() { return ++taken_ % length == 0; }
  void has_waited() { taken_ = 0; }

private:
  static constexpr unsigned length = 16;
  unsigned taken_ = 0;
};

}  // namespace wiretape::io

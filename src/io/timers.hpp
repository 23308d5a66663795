// SPDX-License-Identifier: MIT
// Time as conversations see it: the steady clock in a deck, a hand-moved one in tests.
#pragma once

#include <asio/any_io_executor.hpp>
#include <chrono>
#include <functional>
#include <memory>

#include "io/task.hpp"

namespace wiretape::io {

class Timers {
public:
  using duration = std::chrono::nanoseconds;
  using time_point = std::chrono::time_point<std::chrono::steady_clock, duration>;
  // Destroying a handle takes the call back: it will not come any more.
  class Handle {
  public:
    virtual ~Handle() = default;
  };

  virtual ~Timers() = default;
  [[nodiscard]] virtual time_point now() const = 0;
  // Calls `then` once, after `delay`, on the thread of the conversations.
  [[nodiscard]] virtual std::unique_ptr<Handle> after(duration delay, std::function<void()> then) = 0;
  // Ends early, without an exception, when the coroutine is cancelled.
  virtual Task<void> sleep(duration delay) = 0;
};

// The steady clock; calls come on `executor`, which outlives the timers.
std::unique_ptr<Timers> make_asio_timers(asio::any_io_executor executor);

}  // namespace wiretape::io

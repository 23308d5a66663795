// SPDX-License-Identifier: MIT
// Running coroutines in a test: no thread, no sleep.
#pragma once

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>

#include "io/task.hpp"

namespace wiretape::io {

// What a started task has come to.
template <class T>
class Started {
public:
  Started(asio::io_context& context, Task<T> task) {
    asio::co_spawn(context, std::move(task), [state = state_](std::exception_ptr escaped, T value) {
      state->escaped = escaped;
      state->value = std::move(value);
    });
  }

  [[nodiscard]] bool has_ended() const { return state_->value.has_value(); }
  // Throws what the task let escape, and std::logic_error when it has not ended.
  [[nodiscard]] T& value() const {
    if (state_->escaped) std::rethrow_exception(state_->escaped);
    if (!state_->value) throw std::logic_error("the task still waits");
    return *state_->value;
  }

private:
  struct State {
    std::exception_ptr escaped;
    std::optional<T> value;
  };
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

// Runs all that is ready.
inline void settle(asio::io_context& context) {
  context.restart();
  context.poll();
}

// Starts the task and runs all that is ready; the task must have ended then.
template <class T>
T run(asio::io_context& context, Task<T> task) {
  const Started<T> started(context, std::move(task));
  settle(context);
  return std::move(started.value());
}

// The same for tasks that wait for the kernel: runs until the task has ended, at most ten seconds.
template <class T>
T run_until_ended(asio::io_context& context, Task<T> task) {
  const Started<T> started(context, std::move(task));
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  context.restart();
  while (!started.has_ended() && std::chrono::steady_clock::now() < end && context.run_one_until(end) > 0) {
  }
  return std::move(started.value());
}

}  // namespace wiretape::io

// SPDX-License-Identifier: MIT
// Owns coroutines: nothing it spawned outlives it. For one thread, the executor's.
#pragma once

#include <asio/any_io_executor.hpp>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <string>

#include "io/task.hpp"

namespace wiretape::io {

class Scope {
public:
  // `on_escape` hears what a task let escape, with the task's name; cancellation is not an escape.
  using OnEscape = std::function<void(const std::string& name, std::exception_ptr escaped)>;
  Scope(asio::any_io_executor executor, OnEscape on_escape);
  ~Scope();  // every task must have ended: drain() first

  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;

  // Starts the task; on the executor's thread it runs up to its first wait at once. A task that is
  // spawned after cancel() is destroyed and never runs.
  void spawn(std::string name, Task<void> task);
  // Asks every task to end: its pending operation ends with an error, and so does each one that it
  // starts afterwards. No co_await throws in a task because of that.
  void cancel();
  // Ends once the last task has. The caller's cancellation does not end it: it is passed on to the
  // tasks, as cancel() would.
  Task<void> drain();
  [[nodiscard]] std::size_t size() const;

private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace wiretape::io

// SPDX-License-Identifier: MIT
// One deck's event loop: one thread runs it.
#pragma once

#include <functional>
#include <memory>

#include "io/task.hpp"

namespace wiretape::io {

class Loop {
public:
  Loop();
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  [[nodiscard]] Executor executor();
  // Runs what is posted and spawned on this thread, until finish() was called and nothing is left.
  // Signals that other threads of the process handle are blocked in this thread (SIGPIPE too).
  void run();
  // Lets run() return once nothing is left. Any thread.
  void finish();
  // Calls `what` on the loop's thread. Any thread.
  void post(std::function<void()> what);

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace wiretape::io

// SPDX-License-Identifier: MIT
// Looks after a test's thread: what it does when its time is up.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace wiretape::sweep {

class Watch {
public:
  // From now on; `late` is called on a thread of its own when the limit passes, `lost` when it passes once
  // more. Neither is called after end().
  Watch(std::chrono::milliseconds limit, std::function<void()> late, std::function<void()> lost);
  ~Watch() { end(); }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  void end();

private:
  void run(std::chrono::milliseconds limit);
  // False: it has ended.
  bool wait(std::chrono::milliseconds limit);

  std::function<void()> late_, lost_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool has_ended_ = false;
  std::thread thread_;
};

}  // namespace wiretape::sweep

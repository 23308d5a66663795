// SPDX-License-Identifier: MIT
#include "sweep/watch.hpp"

namespace wiretape::sweep {

Watch::Watch(std::chrono::milliseconds limit, std::function<void()> late, std::function<void()> lost)
    : late_(std::move(late)), lost_(std::move(lost)), thread_([this, limit] { run(limit); }) {}

void Watch::run(std::chrono::milliseconds limit) {
  if (!wait(limit)) return;
  late_();
  if (wait(limit)) lost_();
}

bool Watch::wait(std::chrono::milliseconds limit) {
  std::unique_lock lock(mutex_);
  return !ended_.wait_for(lock, limit, [this] { return has_ended_; });
}

void Watch::end() {
  {
    const std::lock_guard lock(mutex_);
    has_ended_ = true;
  }
  ended_.notify_all();
  if (thread_.joinable()) thread_.join();
}

}  // namespace wiretape::sweep

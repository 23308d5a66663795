// SPDX-License-Identifier: MIT
#include <wiretape/rule.hpp>

namespace wiretape {

bool Gate::wait_for(int answers, std::chrono::milliseconds timeout) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, timeout, [&] { return reached_ >= answers; });
}

int Gate::reached() const {
  const std::lock_guard lock(mutex_);
  return reached_;
}

void Gate::open() {
  std::vector<std::function<void()>> wakes;
  {
    const std::lock_guard lock(mutex_);
    is_open_ = true;
    wakes.swap(wakes_);
  }
  for (const auto& wake : wakes) wake();
}

bool Gate::is_open() const {
  const std::lock_guard lock(mutex_);
  return is_open_;
}

void Gate::reach(std::function<void()> wake) {
  {
    const std::lock_guard lock(mutex_);
    ++reached_;
    changed_.notify_all();
    if (!is_open_) {
      wakes_.push_back(std::move(wake));
      return;
    }
  }
  wake();
}

}  // namespace wiretape

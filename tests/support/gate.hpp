// SPDX-License-Identifier: MIT
// Look-ups that end when a test lets them.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "io/resolver.hpp"

namespace wiretape::io {

// A look-up that a test holds up, for 20 s at most: a failed test must end too.
class Gate {
public:
  // Finds `address` once the gate is open. The gate outlives it.
  Resolver::LookUp look_up(const std::string& address = "10.0.0.7") {
    return [this, found = asio::ip::make_address(address)](const std::string& name) {
      enter(name);
      return Resolved{{found}, {}};
    };
  }
  void open() {
    const std::lock_guard lock(mutex_);
    is_open_ = true;
    changed_.notify_all();
  }
  void wait_until_entered(std::size_t times) {
    std::unique_lock lock(mutex_);
    const bool is_there =
        changed_.wait_for(lock, std::chrono::seconds(10), [&] { return asked_.size() >= times; });
    if (!is_there) throw std::logic_error("nothing was looked up");
  }
  [[nodiscard]] std::vector<std::string> asked() const {
    const std::lock_guard lock(mutex_);
    return asked_;
  }
  [[nodiscard]] std::size_t most_at_once() const {
    const std::lock_guard lock(mutex_);
    return most_at_once_;
  }

private:
  void enter(const std::string& name) {
    std::unique_lock lock(mutex_);
    asked_.push_back(name);
    most_at_once_ = std::max(most_at_once_, ++now_);
    changed_.notify_all();
    changed_.wait_for(lock, std::chrono::seconds(20), [this] { return is_open_; });
    --now_;
  }

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> asked_;
  std::size_t now_ = 0, most_at_once_ = 0;
  bool is_open_ = false;
};

}  // namespace wiretape::io

// SPDX-License-Identifier: MIT
// Time that a test moves by hand.
#pragma once

#include <asio/io_context.hpp>
#include <map>

#include "io/timers.hpp"

namespace wiretape::io {

class ManualTimers final : public Timers {
public:
  // `context` runs the conversations, and outlives the timers.
  explicit ManualTimers(asio::io_context& context) : context_(context) {}

  // Runs what is ready, then moves the time on from one due call to the next, running what each leads to.
  void advance(duration by);
  // Runs what is ready, without moving the time.
  void settle();
  [[nodiscard]] std::size_t pending() const { return calls_.size(); }

  [[nodiscard]] time_point now() const override { return now_; }
  [[nodiscard]] std::unique_ptr<Handle> after(duration delay, std::function<void()> then) override;
  Task<void> sleep(duration delay) override;

private:
  class CallHandle;
  using Calls = std::multimap<time_point, std::shared_ptr<std::function<void()>>>;

  asio::io_context& context_;
  time_point now_{};
  Calls calls_;
};

}  // namespace wiretape::io

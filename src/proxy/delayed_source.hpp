// SPDX-License-Identifier: MIT
// A filter that holds an answer back for a while before its first step.
#pragma once

#include "io/timers.hpp"
#include "proxy/source.hpp"

namespace wiretape::proxy {

class DelayedSource final : public Source {
public:
  // `inner` and `timers` outlive the source.
  DelayedSource(Source& inner, io::Timers& timers, io::Timers::duration delay)
      : inner_(inner), timers_(timers), delay_(delay) {}

  std::optional<Step> poll() override {
    if (delay_ > io::Timers::duration::zero()) return std::nullopt;
    return inner_.poll();
  }

  io::Task<void> wait() override {
    if (delay_ <= io::Timers::duration::zero()) {
      co_await inner_.wait();
      co_return;
    }
    const auto delay = std::exchange(delay_, io::Timers::duration::zero());
    co_await timers_.sleep(delay);
  }

private:
  Source& inner_;
  io::Timers& timers_;
  io::Timers::duration delay_;
};

}  // namespace wiretape::proxy

// SPDX-License-Identifier: MIT
// Stops an answer at a gate of the test's.
#pragma once

#include <memory>

#include <wiretape/rule.hpp>

#include "io/wait.hpp"
#include "proxy/filter.hpp"

namespace wiretape::proxy {

class HoldFilter final : public Filter {
public:
  HoldFilter(Source& inner, io::Executor executor, HoldAction action)
      : Filter(inner), executor_(std::move(executor)), action_(std::move(action)) {}

  std::optional<Step> poll() override;
  io::Task<void> wait() override;

protected:
  void take(Step step) override;

private:
  void stop_here();

  io::Executor executor_;
  HoldAction action_;
  std::uint64_t passed_ = 0;          // bytes of the body
  std::optional<Step> behind_;        // what comes next when the gate is open
  std::shared_ptr<io::Event> woken_;  // while it is held
  bool has_held_ = false;
};

}  // namespace wiretape::proxy

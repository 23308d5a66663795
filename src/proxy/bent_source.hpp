// SPDX-License-Identifier: MIT
// An answer as rules bend it: their actions as filters, one behind the other.
#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "policy/bend.hpp"
#include "proxy/fault_filter.hpp"
#include "proxy/source.hpp"

namespace wiretape::proxy {

class BentSource final : public Source {
public:
  // `inner` and `timers` outlive it. `recorded`: how long the head took when it was recorded.
  BentSource(Source& inner, const io::Executor& executor, io::Timers& timers, const policy::Bend& bend,
             std::chrono::milliseconds recorded, FaultFilter::UntilLeft until_left);

  std::optional<Step> poll() override { return last_->poll(); }
  io::Task<void> wait() override { co_await last_->wait(); }

private:
  template <class F, class... Arguments>
  void add(Arguments&&... arguments);

  Source* last_;
  std::vector<std::unique_ptr<Source>> filters_;
};

}  // namespace wiretape::proxy

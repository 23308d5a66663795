// SPDX-License-Identifier: MIT
// Holds an answer back at a place.
#pragma once

#include <wiretape/latency.hpp>

#include "base/random.hpp"
#include "proxy/filter.hpp"

namespace wiretape::proxy {

class DelayFilter final : public TimedFilter {
public:
  enum class Before : std::uint8_t { answer, body, each_chunk, end };

  // `recorded`: how long it took to the head when it was recorded. What is drawn follows from `seed`.
  DelayFilter(Source& inner, io::Timers& timers, Before before, const Latency& latency, std::uint64_t seed,
              std::chrono::milliseconds recorded)
      : TimedFilter(inner, timers), before_(before), latency_(latency), random_(seed), recorded_(recorded) {}

protected:
  void take(Step step) override { give(std::move(step)); }
  io::Timers::duration pause_before(const Step& step) override;

private:
  [[nodiscard]] bool is_there(const Step& step);

  Before before_;
  Latency latency_;
  Random random_;
  std::chrono::milliseconds recorded_;
  bool has_begun_ = false, has_body_ = false, is_chunked_ = false;
};

}  // namespace wiretape::proxy

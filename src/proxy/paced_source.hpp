// SPDX-License-Identifier: MIT
// An answer's steps at the times of its recording, all divided by a factor.
#pragma once

#include <cstddef>
#include <optional>

#include <wiretape/interaction.hpp>
#include <wiretape/options.hpp>

#include "io/timers.hpp"
#include "proxy/source.hpp"

namespace wiretape::proxy {

// The head comes after Timing::to_head; each chunk at its own time behind it; a body that is not cut in
// chunks, the end, and a failure after Timing::total. Time counts from now.
class PacedSource final : public Source {
public:
  // `inner` plays `recorded`; all outlive the source.
  PacedSource(Source& inner, io::Timers& timers, const Interaction& recorded, Speed speed);

  std::optional<Step> poll() override;
  io::Task<void> wait() override;

private:
  [[nodiscard]] std::chrono::milliseconds recorded_time_of(const Step& step);
  [[nodiscard]] io::Timers::time_point due(std::chrono::milliseconds recorded) const;

  Source& inner_;
  io::Timers& timers_;
  const Timing& timing_;
  const Response* response_ = nullptr;  // whole or partial
  double factor_;
  io::Timers::time_point begun_;
  std::size_t chunk_ = 0;     // next chunk
  std::optional<Step> next_;  // taken from inner_, and not yet given
  io::Timers::time_point due_;
};

}  // namespace wiretape::proxy

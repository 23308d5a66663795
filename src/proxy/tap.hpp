// SPDX-License-Identifier: MIT
// A filter that lets an answer through untouched and keeps a copy.
#pragma once

#include <memory>
#include <optional>

#include <wiretape/interaction.hpp>

#include "proxy/collector.hpp"
#include "proxy/source.hpp"

namespace wiretape::proxy {

class Tap final : public Source {
public:
  // `inner`, `timers` and `limits` outlive the tap. Time counts from now. `open_file` as in BodyCollector.
  Tap(Source& inner, const io::Timers& timers, const Limits& limits, OpenSideFile open_file);

  std::optional<Step> poll() override;
  io::Task<void> wait() override;

  // The whole outcome, once its last step has passed; nothing before.
  [[nodiscard]] std::optional<Outcome> take_outcome();
  [[nodiscard]] const Timing& timing() const { return timing_; }
  [[nodiscard]] const std::optional<std::string>& refused_decoding() const {
    return collector_.refused_decoding();
  }
  [[nodiscard]] std::unique_ptr<cassette::SideFileWriter> take_file() { return collector_.take_file(); }

private:
  void hear(const http::Event& event);
  void hear(const TransportError& error);
  void hear(const Raw&) {}  // no origin's, but a fault's

  Source& inner_;
  const io::Timers& timers_;
  io::Timers::time_point begun_;
  BodyCollector collector_;
  Response response_;
  bool has_head_ = false;
  std::optional<Outcome> outcome_;
  Timing timing_;
};

}  // namespace wiretape::proxy

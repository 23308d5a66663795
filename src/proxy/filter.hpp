// SPDX-License-Identifier: MIT
// A source that makes something else of another's steps.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <utility>

#include "io/timers.hpp"
#include "proxy/source.hpp"

namespace wiretape::proxy {

class Filter : public Source {
public:
  explicit Filter(Source& inner) : inner_(inner) {}  // which outlives it

  std::optional<Step> poll() override {
    while (ready_.empty() && !is_over_ && !is_paused_) {
      auto step = inner_.poll();
      if (!step) return std::nullopt;
      take(*std::move(step));
    }
    if (ready_.empty()) return std::nullopt;
    auto step = std::optional<Step>(std::move(ready_.front()));
    ready_.pop_front();
    return step;
  }
  io::Task<void> wait() override { co_await inner_.wait(); }

protected:
  // Gives what it makes of the step.
  virtual void take(Step step) = 0;

  void give(Step step) { ready_.push_back(std::move(step)); }
  // Ends the answer here, in order or by a reset: nothing more is taken.
  void end(TransportErrorKind kind) {
    ready_.emplace_back(TransportError{kind, "a rule ended the connection"});
    is_over_ = true;
  }
  [[nodiscard]] bool has_ready() const { return !ready_.empty(); }

  Source& inner_;
  bool is_over_ = false;
  bool is_paused_ = false;  // nothing is taken meanwhile

private:
  std::deque<Step> ready_;
};

// A filter whose steps come in their own time.
class TimedFilter : public Filter {
public:
  TimedFilter(Source& inner, io::Timers& timers) : Filter(inner), timers_(timers) {}

  std::optional<Step> poll() override {
    if (!next_) next_ = Filter::poll();
    if (!next_) return std::nullopt;
    if (!pause_) pause_ = pause_before(*next_);
    if (*pause_ > io::Timers::duration::zero() || needs_own_write()) return std::nullopt;
    pause_.reset();
    return std::exchange(next_, std::nullopt);
  }
  io::Task<void> wait() override {
    if (!next_) {
      co_await Filter::wait();
      co_return;
    }
    const auto pause = *pause_;
    pause_ = io::Timers::duration::zero();
    if (pause > io::Timers::duration::zero()) co_await timers_.sleep(pause);
  }

protected:
  // How long to wait before this step; asked once for each.
  virtual io::Timers::duration pause_before(const Step& step) = 0;
  // True once for a step that must not be written together with what came before it.
  virtual bool needs_own_write() { return false; }

private:
  io::Timers& timers_;
  std::optional<Step> next_;
  std::optional<io::Timers::duration> pause_;
};

[[nodiscard]] inline bool is_head(const Step& step) {
  const auto* event = std::get_if<http::Event>(&step);
  return event && std::holds_alternative<http::ResponseHead>(*event);
}

template <class Kind>
[[nodiscard]] Kind* event_of(Step& step) {
  auto* event = std::get_if<http::Event>(&step);
  return event ? std::get_if<Kind>(event) : nullptr;
}
template <class Kind>
[[nodiscard]] const Kind* event_of(const Step& step) {
  const auto* event = std::get_if<http::Event>(&step);
  return event ? std::get_if<Kind>(event) : nullptr;
}

}  // namespace wiretape::proxy

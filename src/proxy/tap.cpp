// SPDX-License-Identifier: MIT
#include "proxy/tap.hpp"

#include <type_traits>

namespace wiretape::proxy {

namespace {

std::chrono::milliseconds since(const io::Timers& timers, io::Timers::time_point begun) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(timers.now() - begun);
}

}  // namespace

Tap::Tap(Source& inner, const io::Timers& timers, const Limits& limits, OpenSideFile open_file)
    : inner_(inner),
      timers_(timers),
      begun_(timers.now()),
      collector_(timers, limits, std::move(open_file)) {}

std::optional<Step> Tap::poll() {
  auto step = inner_.poll();
  if (step) std::visit([this](const auto& what) { hear(what); }, *step);
  return step;
}

io::Task<void> Tap::wait() { return inner_.wait(); }

std::optional<Outcome> Tap::take_outcome() { return std::exchange(outcome_, std::nullopt); }

void Tap::hear(const http::Event& event) {
  std::visit(
      [this](const auto& what) {
        using What = std::decay_t<decltype(what)>;
        if constexpr (std::is_same_v<What, http::InterimHead>) {
          response_.interim.push_back(what.interim);
        } else if constexpr (std::is_same_v<What, http::ResponseHead>) {
          auto interim = std::move(response_.interim);
          response_ = what.response;
          response_.interim = std::move(interim);
          has_head_ = true;
          timing_.to_head = since(timers_, begun_);
          collector_.begin(response_);
        } else if constexpr (std::is_same_v<What, http::End>) {
          timing_.total = since(timers_, begun_);
          collector_.finish();
          outcome_ = std::move(response_);
        }
      },
      event);
  collector_.add(event);
}

void Tap::hear(const TransportError& error) {
  timing_.total = since(timers_, begun_);
  TransportError outcome = error;
  if (has_head_) {
    collector_.finish();
    outcome.partial = std::move(response_);
  }
  outcome_ = std::move(outcome);
}

}  // namespace wiretape::proxy

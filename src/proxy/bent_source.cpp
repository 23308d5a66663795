// SPDX-License-Identifier: MIT
#include "proxy/bent_source.hpp"

#include "policy/stage.hpp"
#include "proxy/delay_filter.hpp"
#include "proxy/hold_filter.hpp"
#include "proxy/piece_filter.hpp"

namespace wiretape::proxy {

namespace {

DelayFilter::Before place_of(DelayAction::Before before) {
  switch (before) {
    case DelayAction::Before::head:
      return DelayFilter::Before::answer;
    case DelayAction::Before::body:
      return DelayFilter::Before::body;
    case DelayAction::Before::each_chunk:
      break;
  }
  return DelayFilter::Before::each_chunk;
}

}  // namespace

template <class F, class... Arguments>
void BentSource::add(Arguments&&... arguments) {
  filters_.push_back(std::make_unique<F>(*last_, std::forward<Arguments>(arguments)...));
  last_ = filters_.back().get();
}

BentSource::BentSource(Source& inner, const io::Executor& executor, io::Timers& timers,
                       const policy::Bend& bend, std::chrono::milliseconds recorded,
                       FaultFilter::UntilLeft until_left)
    : last_(&inner) {
  for (const auto& [action, seed] : bend.steps) {
    if (const auto* delay = std::get_if<DelayAction>(&action)) {
      add<DelayFilter>(timers, place_of(delay->before), delay->latency, seed, recorded);
    } else if (const auto* throttle = std::get_if<ThrottleAction>(&action)) {
      add<ThrottleFilter>(timers, *throttle);
    } else if (const auto* dribble = std::get_if<DribbleAction>(&action)) {
      add<DribbleFilter>(timers, *dribble);
    } else if (const auto* slice = std::get_if<SliceAction>(&action)) {
      add<SliceFilter>(timers, *slice, seed);
    } else if (const auto* change = std::get_if<ChangeAction>(&action)) {
      add<ChangeFilter>(change->change);
    } else if (const auto* hold = std::get_if<HoldAction>(&action)) {
      add<HoldFilter>(executor, *hold);
    } else if (const auto* broken = std::get_if<FaultAction>(&action)) {
      const auto& fault = broken->fault;
      if (policy::is_of_websocket(fault.kind)) continue;  // behind the handshake
      if (auto preparation = preparation_for(fault)) add<ChangeFilter>(std::move(preparation));
      if (fault.kind == FaultKind::slow_close) {
        add<DelayFilter>(timers, DelayFilter::Before::end, Latency(fault.time), seed, recorded);
      } else {
        add<FaultFilter>(fault, until_left);
      }
    }
  }
}

}  // namespace wiretape::proxy

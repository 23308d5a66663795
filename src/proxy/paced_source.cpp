// SPDX-License-Identifier: MIT
#include "proxy/paced_source.hpp"

#include <algorithm>

namespace wiretape::proxy {

namespace {

const Response* response_of(const Interaction& recorded) {
  if (const auto* response = std::get_if<Response>(&recorded.outcome)) return response;
  const auto& partial = std::get<TransportError>(recorded.outcome).partial;
  return partial ? &*partial : nullptr;
}

}  // namespace

PacedSource::PacedSource(Source& inner, io::Timers& timers, const Interaction& recorded, Speed speed)
    : inner_(inner),
      timers_(timers),
      timing_(recorded.timing),
      response_(response_of(recorded)),
      factor_(speed.factor()),
      begun_(timers.now()) {}

std::optional<Step> PacedSource::poll() {
  if (!next_) {
    next_ = inner_.poll();
    if (!next_) return std::nullopt;
    due_ = due(recorded_time_of(*next_));
  }
  if (timers_.now() < due_) return std::nullopt;
  return std::exchange(next_, std::nullopt);
}

io::Task<void> PacedSource::wait() {
  if (!next_) {
    co_await inner_.wait();
    co_return;
  }
  const auto left = due_ - timers_.now();
  due_ = begun_;  // a wait that was cut short is the last one: the deck is being stopped
  co_await timers_.sleep(left);
}

std::chrono::milliseconds PacedSource::recorded_time_of(const Step& step) {
  const auto* event = std::get_if<http::Event>(&step);
  if (!event) return timing_.total;
  if (std::holds_alternative<http::InterimHead>(*event)) return {};
  if (std::holds_alternative<http::ResponseHead>(*event)) return timing_.to_head;
  const bool is_chunk = std::holds_alternative<http::ChunkStart>(*event) && response_;
  if (is_chunk && chunk_ < response_->chunks.size()) return timing_.to_head + response_->chunks[chunk_++].at;
  const bool is_in_chunk = std::holds_alternative<http::Data>(*event) && chunk_ > 0;
  return is_in_chunk ? std::chrono::milliseconds(0) : timing_.total;
}

io::Timers::time_point PacedSource::due(std::chrono::milliseconds recorded) const {
  // A cassette may say anything: no time beyond a year.
  constexpr double longest = 365.0 * 24 * 3600 * 1000;
  const double milliseconds = std::min(static_cast<double>(recorded.count()) / factor_, longest);
  return begun_ + std::chrono::duration_cast<io::Timers::duration>(
                      std::chrono::duration<double, std::milli>(std::max(milliseconds, 0.0)));
}

}  // namespace wiretape::proxy

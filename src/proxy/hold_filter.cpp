// SPDX-License-Identifier: MIT
#include "proxy/hold_filter.hpp"

#include <asio/this_coro.hpp>

#include "proxy/gate_wait.hpp"

namespace wiretape::proxy {

std::optional<Step> HoldFilter::poll() {
  if (!has_ready() && woken_) {
    if (!action_.gate->is_open()) return std::nullopt;
    woken_.reset();
    is_paused_ = false;
    give(*std::exchange(behind_, std::nullopt));
  }
  return Filter::poll();
}

io::Task<void> HoldFilter::wait() {
  if (!woken_) {
    co_await Filter::wait();
    co_return;
  }
  const auto woken = woken_;
  while (!action_.gate->is_open()) {
    co_await woken->wait();
    const auto cancellation = co_await asio::this_coro::cancellation_state;
    if (!io::was_cancelled(cancellation)) continue;
    // The deck is being stopped.
    woken_.reset();
    behind_.reset();
    end(TransportErrorKind::closed);
    co_return;
  }
}

void HoldFilter::take(Step step) {
  const auto* data = event_of<http::Data>(step);
  const bool is_before_head = !action_.after_bytes && !has_held_;
  if (is_before_head) {
    behind_ = std::move(step);
    return stop_here();
  }
  if (has_held_ || !data || passed_ + data->bytes.size() < *action_.after_bytes) {
    if (data) passed_ += data->bytes.size();
    return give(std::move(step));
  }
  const auto count = static_cast<std::size_t>(*action_.after_bytes - passed_);
  if (count > 0) give(http::Event(http::Data{data->bytes.substr(0, count)}));
  behind_ = step;
  auto& rest = *event_of<http::Data>(*behind_);
  rest.bytes.erase(0, count);
  stop_here();
}

void HoldFilter::stop_here() {
  has_held_ = is_paused_ = true;
  woken_ = std::make_shared<io::Event>(executor_);
  when_open(*action_.gate, executor_, woken_, [woken = woken_.get()] { woken->notify(); });
}

}  // namespace wiretape::proxy

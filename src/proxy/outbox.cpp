// SPDX-License-Identifier: MIT
#include "proxy/outbox.hpp"

#include <utility>

namespace wiretape::proxy {

namespace {

constexpr std::size_t little = 256 * 1024;

}  // namespace

io::Task<void> Outbox::run() {
  while (!has_failed_) {
    if (queued_.empty()) {
      if (is_ending_) break;
      co_await news_.wait();
      const auto cancellation = co_await asio::this_coro::cancellation_state;
      has_failed_ = has_failed_ || io::was_cancelled(cancellation);
      continue;
    }
    const std::string bytes = std::exchange(queued_, {});
    is_writing_ = true;
    const std::error_code error = co_await stream_.write(bytes);
    is_writing_ = false;
    has_failed_ = has_failed_ || error;
    written_.notify();
  }
  if (!has_failed_) co_await stream_.shutdown_send();
  written_.notify();
}

void Outbox::put(std::string_view bytes) {
  if (!takes_more()) return;
  queued_ += bytes;
  news_.notify();
}

void Outbox::end() {
  is_ending_ = true;
  news_.notify();
}

void Outbox::give_up() {
  has_failed_ = true;
  news_.notify();
  written_.notify();
}

io::Task<void> Outbox::room() {
  while (!has_failed_ && queued_.size() >= little) co_await written_.wait();
}

io::Task<void> Outbox::empty() {
  while (!has_failed_ && (is_writing_ || !queued_.empty())) co_await written_.wait();
}

}  // namespace wiretape::proxy

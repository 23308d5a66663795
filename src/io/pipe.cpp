// SPDX-License-Identifier: MIT
#include "io/pipe.hpp"

#include <algorithm>
#include <asio/error.hpp>
#include <asio/this_coro.hpp>
#include <string>

#include "io/wait.hpp"

namespace wiretape::io {

namespace {

// One direction: its writer, its reader, and the bytes between them.
struct Lane {
  explicit Lane(const asio::any_io_executor& executor) : changed(executor) {}

  void set(bool Lane::*fact) {
    this->*fact = true;
    changed.notify();
  }

  std::string bytes;
  bool is_ended = false;        // by the writer, in order
  bool is_reset = false;        // by the writer's side
  bool is_writer_gone = false;  // closed: the writer's own operation ends
  bool is_reader_gone = false;
  Event changed;
};

// Counts the operations of the end that shall fail.
class FailurePoint {
public:
  explicit FailurePoint(std::optional<std::size_t> fails_at) : fails_at_(fails_at) {}
  [[nodiscard]] bool is_reached() { return fails_at_ && ++operations_ >= *fails_at_; }

private:
  std::optional<std::size_t> fails_at_;
  std::size_t operations_ = 0;
};

class PipeEnd final : public Stream {
public:
  PipeEnd(std::shared_ptr<Lane> in, std::shared_ptr<Lane> out, const PipeOptions& options)
      : in_(std::move(in)), out_(std::move(out)), options_(options), failure_(options.fails_at) {}
  ~PipeEnd() override { close(); }

  Task<Transfer> read_some(std::span<char> into) override;
  Task<std::error_code> write(std::string_view bytes) override;

  Task<std::error_code> shutdown_send() override {
    if (out_->is_writer_gone) co_return asio::error::operation_aborted;
    if (out_->is_reader_gone) co_return asio::error::not_connected;
    out_->set(&Lane::is_ended);
    co_return std::error_code{};
  }

  [[nodiscard]] bool has_peer_left() const override { return in_->is_writer_gone; }

  void close() noexcept override {
    if (out_->is_writer_gone) return;
    if (in_->bytes.empty()) {
      out_->set(&Lane::is_ended);
    } else {
      out_->set(&Lane::is_reset);
    }
    leave();
  }

  void reset() noexcept override {
    if (out_->is_writer_gone) return;
    out_->set(&Lane::is_reset);
    leave();
  }

private:
  void leave() {
    out_->set(&Lane::is_writer_gone);
    in_->set(&Lane::is_reader_gone);
  }
  [[nodiscard]] std::error_code fail() {
    has_failed_ = true;
    reset();
    return asio::error::connection_reset;
  }
  [[nodiscard]] std::error_code gone() const {
    return has_failed_ ? asio::error::connection_reset : asio::error::operation_aborted;
  }
  Transfer take(std::span<char> into);

  std::shared_ptr<Lane> in_;
  std::shared_ptr<Lane> out_;
  PipeOptions options_;
  FailurePoint failure_;
  bool has_failed_ = false;
  Turn turn_;
};

Transfer PipeEnd::take(std::span<char> into) {
  std::size_t count = std::min(in_->bytes.size(), into.size());
  if (options_.cut > 0) count = std::min(count, options_.cut);
  in_->bytes.copy(into.data(), count);
  in_->bytes.erase(0, count);
  in_->changed.notify();
  return {{}, count};
}

Task<Transfer> PipeEnd::read_some(std::span<char> into) {
  if (failure_.is_reached()) co_return Transfer{fail()};
  if (turn_.is_over()) co_await yield();
  while (true) {
    const auto cancellation = co_await asio::this_coro::cancellation_state;
    if (was_cancelled(cancellation)) co_return Transfer{asio::error::operation_aborted};
    if (in_->is_reader_gone) co_return Transfer{gone()};
    if (!in_->bytes.empty()) co_return take(into);
    if (in_->is_reset) co_return Transfer{asio::error::connection_reset};
    if (in_->is_ended) co_return Transfer{};
    turn_.has_waited();
    co_await in_->changed.wait();
  }
}

Task<std::error_code> PipeEnd::write(std::string_view bytes) {
  if (failure_.is_reached()) co_return fail();
  while (true) {
    const auto cancellation = co_await asio::this_coro::cancellation_state;
    if (was_cancelled(cancellation)) co_return asio::error::operation_aborted;
    if (out_->is_writer_gone) co_return gone();
    if (in_->is_reset) co_return asio::error::connection_reset;
    if (out_->is_reader_gone || out_->is_ended) co_return asio::error::broken_pipe;
    const auto room = options_.capacity - std::min(options_.capacity, out_->bytes.size());
    const auto part = bytes.substr(0, room);
    if (!part.empty()) {
      out_->bytes += part;
      out_->changed.notify();
      bytes.remove_prefix(part.size());
    }
    if (bytes.empty()) co_return std::error_code{};
    co_await out_->changed.wait();
  }
}

}  // namespace

std::pair<std::unique_ptr<Stream>, std::unique_ptr<Stream>> make_pipe(asio::any_io_executor executor,
                                                                      PipeOptions options) {
  auto there = std::make_shared<Lane>(executor);
  auto back = std::make_shared<Lane>(executor);
  auto first = std::make_unique<PipeEnd>(back, there, options);
  options.fails_at.reset();
  auto second = std::make_unique<PipeEnd>(there, back, options);
  return {std::move(first), std::move(second)};
}

}  // namespace wiretape::io

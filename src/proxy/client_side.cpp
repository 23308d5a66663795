// SPDX-License-Identifier: MIT
#include "proxy/client_side.hpp"

#include <asio/error.hpp>
#include <asio/this_coro.hpp>

#include "io/wait.hpp"

namespace wiretape::proxy {

namespace {

constexpr std::size_t most_ahead = 64 * 1024;
constexpr std::chrono::milliseconds look_again{250};

http::Strictness strictness(const Context& context) {
  return context.accepts_malformed_requests ? http::Strictness::lenient : http::Strictness::strict;
}

}  // namespace

ClientSide::ClientSide(Context& context, io::Stream& stream, std::uint64_t number,
                       std::string_view prefetched)
    : context_(context),
      stream_(stream),
      number_(number),
      reader_(http::Http1Reader::Side::requests, strictness(context),
              http::ReaderLimits{context.limits.head_bytes, context.limits.fields}),
      limit_(context.timers, stream) {
  reader_.feed(prefetched);
}

std::optional<ClientInput> ClientSide::poll() {
  if (!is_in_body_ && reader_.take_repeat()) return ClientInput{Again{}};
  auto& next = reader_.next();
  if (auto* event = std::get_if<http::Event>(&next)) {
    if (std::holds_alternative<http::RequestHead>(*event)) is_in_body_ = true;
    if (std::holds_alternative<http::End>(*event)) is_in_body_ = false;
    return ClientInput{event};
  }
  if (auto* error = std::get_if<http::ReadError>(&next)) return ClientInput{error};
  if (gone_) return ClientInput{*gone_};
  return std::nullopt;
}

io::Task<ClientInput> ClientSide::next() {
  bool has_limit = false, was_idle = false;
  while (true) {
    if (auto input = poll()) {
      limit_.stop();
      co_return std::move(*input);
    }
    const bool is_idle = is_in_body_ || reader_.is_between_messages();
    if (!has_limit || is_in_body_ || is_idle != was_idle) {
      limit_.restart(is_idle ? context_.limits.idle : context_.limits.head);
    }
    has_limit = true;
    was_idle = is_idle;
    co_await fill();
  }
}

io::Task<bool> ClientSide::wait_until_left() {
  for (std::size_t ahead = 0; !gone_ && ahead < most_ahead;) {
    const auto into = io::scratch();
    const io::Transfer got = co_await stream_.read_some(into);
    if (got.error == asio::error::operation_aborted) co_return false;
    if (got.count == 0) gone_ = Gone{got.error};
    ahead += got.count;
    reader_.feed({into.data(), got.count});
  }
  if (gone_ && gone_->error) co_return true;
  // A client may have ended its side only.
  while (!stream_.has_peer_left()) {
    co_await context_.timers.sleep(look_again);
    const auto cancellation = co_await asio::this_coro::cancellation_state;
    if (io::was_cancelled(cancellation)) co_return false;
  }
  co_return true;
}

io::Task<void> ClientSide::fill() {
  const auto into = io::scratch();
  const io::Transfer got = co_await stream_.read_some(into);
  if (got.count > 0) {
    reader_.feed({into.data(), got.count});
    co_return;
  }
  gone_ = Gone{got.error};
}

}  // namespace wiretape::proxy

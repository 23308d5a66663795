// SPDX-License-Identifier: MIT
#include "proxy/origin_link.hpp"

#include "http/websocket_handshake.hpp"
#include "io/deadline.hpp"
#include "io/error.hpp"

namespace wiretape::proxy {

namespace {

TransportError broken(const std::error_code& error) {
  if (!error) return {TransportErrorKind::closed, "the origin closed the connection", std::nullopt};
  return {io::transport_error_kind_of(error), "reading from the origin: " + error.message(), std::nullopt};
}

}  // namespace

io::Task<std::optional<TransportError>> OriginLink::open(const Url& url, bool may_reuse) {
  std::string origin = url.scheme + "://" + url.authority();
  if (stream_ && may_reuse && origin == origin_) {
    is_reused_ = true;
    co_return std::nullopt;
  }
  close();
  tls_.reset();
  io::Connected connected =
      co_await context_.connector.connect(url.scheme, url.host, url.port, context_.limits.connect);
  if (!connected.stream) {
    co_return TransportError{connected.failure.kind, std::move(connected.failure.message), std::nullopt};
  }
  origin_ = std::move(origin);
  stream_ = std::move(connected.stream);
  tls_ = std::move(connected.tls);
  registered_.emplace(context_.open_streams, *stream_);
  reader_.emplace(http::Http1Reader::Side::responses, http::Strictness::lenient,
                  http::ReaderLimits{context_.limits.head_bytes, context_.limits.fields});
  is_reused_ = false;
  co_return std::nullopt;
}

void OriginLink::finish(bool keeps_alive) {
  if (!keeps_alive || !reader_ || !reader_->is_between_messages()) close();
}

void OriginLink::close() {
  if (!stream_) return;
  stream_->close();
  registered_.reset();
  stream_.reset();
}

OriginSource::OriginSource(Context& context, OriginLink& link, const Request& request)
    : context_(context), link_(link), may_switch_(http::websocket::is_upgrade(request)) {
  link_.reader().expect_response_to(request.method);
}

std::optional<Step> OriginSource::poll() {
  auto& next = link_.reader().next();
  if (auto* event = std::get_if<http::Event>(&next)) {
    const auto* head = std::get_if<http::ResponseHead>(event);
    if (head && head->response.status == 101 && !may_switch_) return switched_protocols();
    if (head) keeps_alive_ = head->keeps_alive;
    return std::move(*event);
  }
  if (auto* error = std::get_if<http::ReadError>(&next)) {
    if (failure_) return std::move(*failure_);
    return TransportError{TransportErrorKind::malformed, "the origin's answer: " + error->message,
                          std::nullopt};
  }
  if (failure_) return std::move(*failure_);
  return std::nullopt;
}

io::Task<void> OriginSource::wait() {
  io::Deadline limit(context_.timers, link_.stream(), context_.limits.idle);
  const auto into = io::scratch();
  const io::Transfer got = co_await link_.stream().read_some(into);
  if (got.count > 0) {
    has_begun_ = true;
    link_.reader().feed({into.data(), got.count});
    co_return;
  }
  keeps_alive_ = false;
  failure_ = limit.has_passed() ? silence() : broken(got.error);
  if (failure_->kind == TransportErrorKind::closed) link_.reader().feed_end();
}

// What follows a 101 is no HTTP any more (RFC 9110 §15.2.2), and nobody here can tell where it ends.
Step OriginSource::switched_protocols() {
  failure_ =
      TransportError{TransportErrorKind::malformed,
                     "the origin switched to another protocol, which is not spoken here", std::nullopt};
  return *failure_;
}

TransportError OriginSource::silence() const {
  const auto limit = std::to_string(context_.limits.idle.count());
  return {TransportErrorKind::timed_out, "the origin sent nothing for " + limit + " ms", std::nullopt};
}

}  // namespace wiretape::proxy

// SPDX-License-Identifier: MIT
#include "io/tls_stream.hpp"

#include <algorithm>
#include <asio/error.hpp>
#include <string>

#include "io/error.hpp"

namespace wiretape::io {

namespace {

// Four records: enough to keep the socket busy, and a bound on what waits in memory.
constexpr std::size_t piece_bytes = 64 * 1024;

// What OpenSSL's queue says of the operation that just failed. Its own part is the reason that counts:
// others tell what lay beneath.
std::error_code take_failure() {
  int reason = SSL_R_SSL_HANDSHAKE_FAILURE;
  bool is_known = false;
  while (const auto code = ERR_get_error()) {
    if (ERR_GET_LIB(code) != ERR_LIB_SSL || is_known) continue;
    reason = ERR_GET_REASON(code);
    is_known = true;
  }
  return tls_failure(reason);
}

}  // namespace

TlsStream::TlsStream(Executor executor, std::unique_ptr<Stream> inner, SslPtr ssl)
    : inner_(std::move(inner)),
      ssl_(std::move(ssl)),
      in_(BIO_new(BIO_s_mem())),
      out_(BIO_new(BIO_s_mem())),
      flushed_(std::move(executor)) {
  // An empty buffer is no end: more may come.
  BIO_set_mem_eof_return(in_, -1);
  BIO_set_mem_eof_return(out_, -1);
  SSL_set_bio(ssl_.get(), in_, out_);
  SSL_set_mode(ssl_.get(), SSL_MODE_RELEASE_BUFFERS);
}

void TlsStream::feed(std::string_view bytes) { BIO_write(in_, bytes.data(), static_cast<int>(bytes.size())); }

Task<std::error_code> TlsStream::handshake() {
  while (true) {
    ERR_clear_error();
    const int result = SSL_do_handshake(ssl_.get());
    const int state = SSL_get_error(ssl_.get(), result);
    const std::error_code failure = state == SSL_ERROR_SSL ? take_failure() : std::error_code{};
    std::error_code error = co_await flush();
    if (failure) co_return failure;
    if (error || result == 1) co_return error;
    error = co_await fill();
    if (error) co_return error;
  }
}

Task<Transfer> TlsStream::read_some(std::span<char> into) {
  if (reads_.is_over()) co_await yield();
  while (true) {
    ERR_clear_error();
    const int count = SSL_read(ssl_.get(), into.data(), static_cast<int>(into.size()));
    if (count > 0) co_return Transfer{{}, static_cast<std::size_t>(count)};
    const int state = SSL_get_error(ssl_.get(), count);
    if (state == SSL_ERROR_ZERO_RETURN) co_return Transfer{};
    const std::error_code failure = state == SSL_ERROR_WANT_READ ? std::error_code{} : take_failure();
    // A reader never waits for a writer that the peer keeps waiting: that one sends ours too.
    std::error_code error;
    if (!is_flushing_) error = co_await flush();
    if (failure) co_return Transfer{failure};
    if (!error) error = co_await fill();
    if (error) co_return Transfer{error};
  }
}

Task<std::error_code> TlsStream::fill() {
  reads_.has_waited();
  const auto into = scratch();
  const Transfer got = co_await inner_->read_some(into);
  if (got.error) co_return got.error;
  if (got.is_end()) co_return tls_truncated();
  feed({into.data(), got.count});
  co_return std::error_code{};
}

Task<std::error_code> TlsStream::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto piece = bytes.substr(0, piece_bytes);
    ERR_clear_error();
    // A memory BIO takes all of it; without renegotiation nothing has to be read first.
    const int count = SSL_write(ssl_.get(), piece.data(), static_cast<int>(piece.size()));
    const std::error_code failure = count > 0 ? std::error_code{} : take_failure();
    const std::error_code error = co_await flush();
    if (failure) co_return failure;
    if (error) co_return error;
    bytes.remove_prefix(piece.size());
  }
  co_return std::error_code{};
}

Task<std::error_code> TlsStream::flush() {
  while (is_flushing_) {
    const auto cancellation = co_await asio::this_coro::cancellation_state;
    if (was_cancelled(cancellation)) co_return asio::error::operation_aborted;
    co_await flushed_.wait();
  }
  is_flushing_ = true;
  while (!flush_error_ && BIO_ctrl_pending(out_) > 0) {
    std::string bytes(BIO_ctrl_pending(out_), '\0');
    BIO_read(out_, bytes.data(), static_cast<int>(bytes.size()));
    flush_error_ = co_await inner_->write(bytes);
  }
  is_flushing_ = false;
  flushed_.notify();
  co_return flush_error_;
}

Task<std::error_code> TlsStream::shutdown_send() {
  ERR_clear_error();
  SSL_shutdown(ssl_.get());
  std::error_code error = co_await flush();
  if (!error) error = co_await inner_->shutdown_send();
  co_return error;
}

}  // namespace wiretape::io

// SPDX-License-Identifier: MIT
// A stream of plain bytes over a stream that carries them in TLS: OpenSSL on memory BIOs.
#pragma once

#include <memory>
#include <string_view>
#include <system_error>

#include "io/openssl.hpp"
#include "io/stream.hpp"
#include "io/wait.hpp"

namespace wiretape::io {

//            read_some   ┌─────┐ in_   ◄── inner.read_some
//   plain  ◄───────────  │ SSL │
//          ───────────►  │     │ out_  ──► flush(): inner.write
//              write     └─────┘
class TlsStream final : public Stream {
public:
  // `ssl` knows its side (SSL_set_accept_state, SSL_set_connect_state) and has no BIOs yet.
  TlsStream(Executor executor, std::unique_ptr<Stream> inner, SslPtr ssl);

  // Bytes of the peer's that were read before.
  void feed(std::string_view bytes);
  // Ends when the handshake has; the alert of a failed one has then been sent. tls_truncated() when the
  // peer ended its side before.
  Task<std::error_code> handshake();

  Task<Transfer> read_some(std::span<char> into) override;
  Task<std::error_code> write(std::string_view bytes) override;
  Task<std::error_code> shutdown_send() override;
  [[nodiscard]] bool has_peer_left() const override { return inner_->has_peer_left(); }
  void close() noexcept override { inner_->close(); }
  void reset() noexcept override { inner_->reset(); }

  [[nodiscard]] SSL* ssl() const { return ssl_.get(); }

private:
  // Waits for bytes of the peer's, and hands them to OpenSSL.
  Task<std::error_code> fill();
  // Sends what OpenSSL has to say. Both directions do, and never two at a time.
  Task<std::error_code> flush();

  std::unique_ptr<Stream> inner_;
  SslPtr ssl_;
  BIO* in_;   // the SSL's
  BIO* out_;  // the SSL's
  bool is_flushing_ = false;
  std::error_code flush_error_;
  Event flushed_;
  Turn reads_;
};

}  // namespace wiretape::io

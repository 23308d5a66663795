// SPDX-License-Identifier: MIT
// Certificates of a test's own making, in memory, and a server that shows them.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "io/openssl.hpp"
#include "support/tcp.hpp"

namespace wiretape::io {

struct Identity {
  CertificatePtr certificate;
  KeyPtr key;
};

struct IdentityOptions {
  std::string name;               // its common name
  std::string alternative_names;  // as openssl's subjectAltName: "DNS:api.weather.test"; empty: none
  bool is_authority = false;
  int ends_in_days = 2;  // it began 10 days ago
};

// Signed by `issuer`, else by itself.
[[nodiscard]] Identity make_identity(const IdentityOptions& options, const Identity* issuer = nullptr);
[[nodiscard]] Identity make_authority(const std::string& name);
[[nodiscard]] std::string pem_of(const Identity& identity);
[[nodiscard]] std::string pem_of_key(const Identity& identity);

// A TLS server on the loopback interface: says "hello" to everybody who gets through the handshake, and
// ends.
class TlsServer {
public:
  // Shows `identity`, and `between` behind it where there is such.
  explicit TlsServer(const Identity& identity, const Identity* between = nullptr);
  ~TlsServer();

  [[nodiscard]] std::uint16_t port() const { return listening_.port(); }
  SSL_CTX* context() { return context_.get(); }  // before the first client comes

  // Of the last handshake that was tried.
  [[nodiscard]] std::string asked_for() const;  // SNI; empty: none
  [[nodiscard]] std::string offered() const;    // ALPN, as on the wire

private:
  void serve();
  void greet(int fd);
  static int on_hello(SSL* ssl, int* alert, void* self);

  SslContextPtr context_;
  support::Listening listening_;
  mutable std::mutex mutex_;
  std::string asked_for_, offered_;
  std::thread thread_;
};

}  // namespace wiretape::io

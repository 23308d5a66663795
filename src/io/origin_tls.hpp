// SPDX-License-Identifier: MIT
// The TLS context that connections to origins share: whom it trusts, what it offers.
#pragma once

#include <string>
#include <vector>

#include "io/connector.hpp"
#include "io/openssl.hpp"

namespace wiretape::io {

// Where the system keeps its certificate authorities.
struct SystemRoots {
  std::string directories;         // with files named by hash, as c_rehash makes them; ':' between them
  std::vector<std::string> files;  // PEM

  // OpenSSL's defaults and its variables SSL_CERT_DIR and SSL_CERT_FILE. The default file counts also
  // where SSL_CERT_FILE names another one: a test sets that to the deck's own authority, for a client in
  // the same process, and the deck must still know the world's. Call it where the environment does not
  // change at the same time.
  static SystemRoots of_process();
};

// For one thread at a time.
class OriginTls {
public:
  // Reads trust's files. Throws std::runtime_error, with the path and the cause, when there is no
  // certificate, or key, to be had from one.
  OriginTls(const OriginTrust& trust, SystemRoots roots);

  // For connect_tls(). What the trust's limits allow, ALPN http/1.1, the peer verified unless the trust skips
  // it. Made on first use, and lives as long as this. Throws std::runtime_error when OpenSSL makes none.
  [[nodiscard]] SSL_CTX* context();

private:
  bool skips_verification_;
  CertificateFiles certificate_;
  TlsLimits limits_;
  SystemRoots roots_;
  std::unique_ptr<X509_STORE, Release<X509_STORE_free>> extra_;  // until the context has it
  SslContextPtr context_;
};

}  // namespace wiretape::io

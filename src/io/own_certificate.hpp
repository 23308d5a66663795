// SPDX-License-Identifier: MIT
// Certificates of the user's: shown to origins that ask for one (RFC 8446 §4.3.2), and to clients in the
// place of a leaf.
#pragma once

#include <memory>
#include <string>

struct ssl_ctx_st;
struct ssl_st;

namespace wiretape::io {

struct CertificateFiles {
  std::string file = {};      // PEM: the certificate, then its chain; empty: none
  std::string key_file = {};  // PEM; empty: the key is in `file` too
};

// Puts it into the context. Throws std::runtime_error, "path: cause".
void use_certificate(ssl_ctx_st* context, const CertificateFiles& certificate);
// Whether that would do: the same, into no context.
void check_certificate(const CertificateFiles& certificate);

// One that is read once and shown by many connections. Thread-safe.
class OwnCertificate {
public:
  explicit OwnCertificate(const CertificateFiles& files);  // throws std::runtime_error, "path: cause"
  ~OwnCertificate();
  OwnCertificate(const OwnCertificate&) = delete;
  OwnCertificate& operator=(const OwnCertificate&) = delete;

  // False: OpenSSL does not take it; its error queue says why.
  [[nodiscard]] bool use(ssl_st* ssl) const;

private:
  ssl_ctx_st* context_;  // that holds certificate, chain and key
};

}  // namespace wiretape::io

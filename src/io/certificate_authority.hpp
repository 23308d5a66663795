// SPDX-License-Identifier: MIT
// Mints the certificates a deck shows to clients.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "io/own_certificate.hpp"

struct ssl_ctx_st;
struct ssl_st;

namespace wiretape::io {

// One in a process by default: some clients read their roots once a process (gRPC). Thread-safe.
class CertificateAuthority {
public:
  // Made in memory on first use; its file lives in the temporary directory until the process ends. A
  // process that fork() made goes on with its parent's, unless another thread was inside OpenSSL at that
  // moment: some of OpenSSL's own locks then stay closed in the child.
  static CertificateAuthority& of_process();
  // Makes the process's authority of these, before the first call of of_process(). Throws
  // std::logic_error after it, std::runtime_error as the constructor does.
  static void use_for_process(const std::string& certificate_pem, const std::string& key_pem);

  // From PEM texts made by generate() (the command line's persistent authority). Throws
  // std::runtime_error, with the cause in one line: no PEM, an encrypted key, not a pair, not an
  // authority's certificate, expired.
  CertificateAuthority(const std::string& certificate_pem, const std::string& key_pem);
  ~CertificateAuthority();
  CertificateAuthority(const CertificateAuthority&) = delete;
  CertificateAuthority& operator=(const CertificateAuthority&) = delete;

  struct Pem {
    std::string certificate, key;
  };
  // A new authority's, valid for `days` from now. Throws std::invalid_argument unless 1 <= days <= 36500.
  static Pem generate(int days);

  [[nodiscard]] const std::string& pem() const;
  // The path of a PEM file of it: made on first use, made anew when it is gone. Throws
  // std::system_error when no temporary directory can be written to.
  [[nodiscard]] std::string file();
  // The context for server connections: TLS 1.2 and 1.3, ALPN "http/1.1", else "http/1.0". The leaf is the
  // one for the client's SNI, else for set_shown(); minted and cached by host. Owned by the
  // authority; a connection made of it (SSL_new) may outlive the authority. Throws std::runtime_error.
  [[nodiscard]] ssl_ctx_st* server_context();
  // The leaf for a host name or IP address, PEM (for tests and `openssl verify`). Throws
  // std::invalid_argument for what is neither.
  [[nodiscard]] std::string leaf_pem(const std::string& host);

private:
  static void adopt_for_process(const std::string& certificate_pem, const std::string& key_pem);

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// What is wrong with a certificate, on purpose.
enum class CertificateFlaw : std::uint8_t {
  none,
  expired,
  not_yet_valid,
  another_host,
  self_signed,
  unknown_authority,
  weak_key,  // RSA of 1024 bits
};

// What one server connection shows.
struct Shown {
  // Whose leaf it is when the client sends no SNI, or one that no certificate can hold. Without either the
  // handshake fails (alert internal_error, OpenSSL's error "ssl3 ext invalid servername").
  std::string fallback_host = {};
  // That the leaf names beside the host, as certificates do: "*.weather.test", "192.0.2.1". Others are left
  // out.
  std::vector<std::string> names = {};
  bool selects_protocol = true;  // by ALPN, where the client offers one of ours
  // The certificate for a host in the place of a leaf; null: none. Outlives the connection's handshake.
  std::function<const OwnCertificate*(const std::string& host)> own = {};
  CertificateFlaw flaw = CertificateFlaw::none;
};

// `ssl` was made of a server_context(); call it before the handshake. Freed with `ssl`.
void set_shown(ssl_st* ssl, Shown shown);

}  // namespace wiretape::io

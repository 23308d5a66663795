// SPDX-License-Identifier: MIT
#include "io/tls_limits.hpp"

#include <stdexcept>

#include "base/text.hpp"
#include "io/openssl.hpp"

namespace wiretape::io {

namespace {

int number_of(TlsVersion version) { return version == TlsVersion::tls1_2 ? TLS1_2_VERSION : TLS1_3_VERSION; }

// OpenSSL has a list for TLS 1.3, whose names begin with TLS_, and another for what came before.
struct Ciphers {
  std::string tls1_2, tls1_3;
};

Ciphers ciphers_of(const std::string& both) {
  Ciphers ciphers;
  for (const auto name : split(both, ':')) {
    auto& list = name.starts_with("TLS_") ? ciphers.tls1_3 : ciphers.tls1_2;
    list.append(list.empty() ? "" : ":").append(name);
  }
  return ciphers;
}

// Passes over names that are unknown as long as there is a known one.
bool take(SSL* ssl, const Ciphers& ciphers) {
  return (ciphers.tls1_2.empty() || SSL_set_cipher_list(ssl, ciphers.tls1_2.c_str()) == 1) &&
         (ciphers.tls1_3.empty() || SSL_set_ciphersuites(ssl, ciphers.tls1_3.c_str()) == 1);
}

}  // namespace

void check_tls_limits(const TlsLimits& limits) {
  if (limits.lowest > limits.highest) throw std::runtime_error("the lowest version is above the highest");
  if (limits.ciphers.empty()) return;
  ERR_clear_error();
  const SslContextPtr context(SSL_CTX_new(TLS_method()));
  for (const auto name : split(limits.ciphers, ':')) {
    const SslPtr ssl(SSL_new(context.get()));
    const bool is_known = !name.empty() && take(ssl.get(), ciphers_of(std::string(name)));
    ERR_clear_error();
    if (!is_known) throw std::runtime_error("OpenSSL knows no cipher '" + escape_control(name, 60) + "'");
  }
}

void limit_tls(SSL* ssl, const TlsLimits& limits) {
  SSL_set_min_proto_version(ssl, number_of(limits.lowest));
  SSL_set_max_proto_version(ssl, number_of(limits.highest));
  take(ssl, ciphers_of(limits.ciphers));
}

void limit_tls(SSL_CTX* context, const TlsLimits& limits) {
  SSL_CTX_set_min_proto_version(context, number_of(limits.lowest));
  SSL_CTX_set_max_proto_version(context, number_of(limits.highest));
  const auto ciphers = ciphers_of(limits.ciphers);
  if (!ciphers.tls1_2.empty()) SSL_CTX_set_cipher_list(context, ciphers.tls1_2.c_str());
  if (!ciphers.tls1_3.empty()) SSL_CTX_set_ciphersuites(context, ciphers.tls1_3.c_str());
}

}  // namespace wiretape::io

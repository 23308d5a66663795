// SPDX-License-Identifier: MIT
#include "io/tls_limits.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

#include "io/openssl.hpp"

namespace wiretape::io {
namespace {

using testing::ElementsAre;

std::string complaint(const TlsLimits& limits) {
  try {
    check_tls_limits(limits);
    return "none";
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

// The names that a connection offers.
std::vector<std::string> offered(const SSL* ssl) {
  std::vector<std::string> names;
  const auto* ciphers = SSL_get_ciphers(ssl);
  for (int i = 0; i < sk_SSL_CIPHER_num(ciphers); ++i) {
    names.emplace_back(SSL_CIPHER_get_name(sk_SSL_CIPHER_value(ciphers, i)));
  }
  return names;
}

constexpr auto both = "ECDHE-ECDSA-AES128-GCM-SHA256:TLS_AES_128_GCM_SHA256";

TEST(TlsLimits, AreCheckedBeforeAnybodyConnects) {
  EXPECT_EQ(complaint({}), "none");
  EXPECT_EQ(complaint({.ciphers = both}), "none");
  EXPECT_EQ(complaint({.lowest = TlsVersion::tls1_3, .highest = TlsVersion::tls1_2}),
            "the lowest version is above the highest");
  EXPECT_EQ(complaint({.ciphers = "TLS_AES_128_GCM_SHA256:ROT13"}), "OpenSSL knows no cipher 'ROT13'");
  EXPECT_EQ(complaint({.ciphers = "TLS_ROT13"}), "OpenSSL knows no cipher 'TLS_ROT13'");
  EXPECT_EQ(complaint({.ciphers = "a::b"}), "OpenSSL knows no cipher 'a'");
}

TEST(TlsLimits, HoldForAConnectionOrAContext) {
  const TlsLimits limits{TlsVersion::tls1_3, TlsVersion::tls1_3, both};
  const SslContextPtr context(SSL_CTX_new(TLS_method()));
  const SslPtr one(SSL_new(context.get()));
  limit_tls(one.get(), limits);
  limit_tls(context.get(), limits);
  const SslPtr other(SSL_new(context.get()));
  for (auto* ssl : {one.get(), other.get()}) {
    EXPECT_EQ(SSL_get_min_proto_version(ssl), TLS1_3_VERSION);
    EXPECT_EQ(SSL_get_max_proto_version(ssl), TLS1_3_VERSION);
    EXPECT_THAT(offered(ssl), ElementsAre("TLS_AES_128_GCM_SHA256", "ECDHE-ECDSA-AES128-GCM-SHA256"));
  }
}

}  // namespace
}  // namespace wiretape::io

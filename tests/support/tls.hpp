// SPDX-License-Identifier: MIT
// TLS contexts of clients under a test's control.
#pragma once

#include <string>

#include "io/certificate_authority.hpp"
#include "io/openssl.hpp"

namespace wiretape::io {

// A client that verifies, and trusts nobody yet.
inline SslContextPtr make_client_context(int version = TLS1_3_VERSION) {
  SslContextPtr context(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_set_min_proto_version(context.get(), version);
  SSL_CTX_set_max_proto_version(context.get(), version);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  return context;
}

inline void trust(SSL_CTX* context, const std::string& pem) {
  const BioPtr text(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  const CertificatePtr certificate(PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr));
  X509_STORE_add_cert(SSL_CTX_get_cert_store(context), certificate.get());
}

// A client that trusts decks.
inline SslContextPtr make_trusting_context(int version = TLS1_3_VERSION) {
  auto context = make_client_context(version);
  trust(context.get(), CertificateAuthority::of_process().pem());
  return context;
}

// `protocols` as ALPN writes them: "\x02h2\x08http/1.1".
inline void offer(SSL_CTX* context, const std::string& protocols) {
  SSL_CTX_set_alpn_protos(context, reinterpret_cast<const unsigned char*>(protocols.data()),
                          static_cast<unsigned>(protocols.size()));
}

}  // namespace wiretape::io

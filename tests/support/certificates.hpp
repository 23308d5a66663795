// SPDX-License-Identifier: MIT
// Looking at certificates, and TLS between a client and a server in memory.
#pragma once

#include <openssl/pem.h>

#include <stdexcept>
#include <string>

#include "io/certificate_authority.hpp"
#include "io/openssl.hpp"

namespace wiretape::io {

inline CertificatePtr parse_certificate(const std::string& pem) {
  const BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  CertificatePtr certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  if (!certificate) throw std::runtime_error("no certificate");
  return certificate;
}

// "DNS:api.test", as OpenSSL writes it; "critical: " before it when it is; "none" when it is not there.
inline std::string extension_text(const X509* certificate, int nid) {
  const int at = X509_get_ext_by_NID(certificate, nid, -1);
  if (at < 0) return "none";
  X509_EXTENSION* extension = X509_get_ext(certificate, at);
  const BioPtr bio(BIO_new(BIO_s_mem()));
  X509V3_EXT_print(bio.get(), extension, 0, 0);
  const char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &bytes);
  const std::string text(bytes, static_cast<std::size_t>(size));
  return (X509_EXTENSION_get_critical(extension) ? "critical: " : "") + text;
}

inline std::string serial_text(const X509* certificate) {
  const auto* serial = X509_get0_serialNumber(certificate);
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(serial)),
          static_cast<std::size_t>(ASN1_STRING_length(serial))};
}

// "ok", or what a strict client says against this leaf for `host`, a name or an IP address.
inline std::string verify(X509* leaf, X509* authority, const std::string& host) {
  const std::unique_ptr<X509_STORE, Release<X509_STORE_free>> store(X509_STORE_new());
  X509_STORE_add_cert(store.get(), authority);
  const std::unique_ptr<X509_STORE_CTX, Release<X509_STORE_CTX_free>> context(X509_STORE_CTX_new());
  X509_STORE_CTX_init(context.get(), store.get(), leaf, nullptr);
  X509_VERIFY_PARAM* param = X509_STORE_CTX_get0_param(context.get());
  X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_X509_STRICT | X509_V_FLAG_CHECK_SS_SIGNATURE);
  X509_VERIFY_PARAM_set_purpose(param, X509_PURPOSE_SSL_SERVER);
  X509_VERIFY_PARAM_set_auth_level(param, 2);
  if (X509_VERIFY_PARAM_set1_ip_asc(param, host.c_str()) != 1) {
    X509_VERIFY_PARAM_set1_host(param, host.data(), host.size());
  }
  ERR_clear_error();
  X509_verify_cert(context.get());
  return X509_verify_cert_error_string(X509_STORE_CTX_get_error(context.get()));
}

// A client and a server connection, joined. The client verifies nothing unless a test makes it.
class TlsInMemory {
public:
  explicit TlsInMemory(SSL_CTX* server_context)
      : client_context(SSL_CTX_new(TLS_client_method())),
        client(SSL_new(client_context.get())),
        server(SSL_new(server_context)) {
    BIO* near = nullptr;
    BIO* far = nullptr;
    BIO_new_bio_pair(&near, 1 << 16, &far, 1 << 16);
    SSL_set_bio(client.get(), near, near);
    SSL_set_bio(server.get(), far, far);
    SSL_set_connect_state(client.get());
    SSL_set_accept_state(server.get());
  }

  // Takes turns until both sides are done, or stuck. The errors of either side are kept.
  bool handshake() {
    bool is_moving = true;
    while (is_moving) {
      is_moving = step(client.get(), client_error);
      is_moving = step(server.get(), server_error) || is_moving;
    }
    return SSL_is_init_finished(client.get()) && SSL_is_init_finished(server.get()) && client_error.empty() &&
           server_error.empty();
  }

  // One byte from server to client; with TLS 1.3 the session tickets come with it.
  bool says_a_byte() {
    char byte = 'x';
    return SSL_write(server.get(), &byte, 1) == 1 && SSL_read(client.get(), &byte, 1) == 1;
  }

  [[nodiscard]] CertificatePtr leaf() const {
    return CertificatePtr(SSL_get1_peer_certificate(client.get()));
  }
  [[nodiscard]] std::string protocol() const {
    const unsigned char* name = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(client.get(), &name, &size);
    return {reinterpret_cast<const char*>(name), size};
  }

  SslContextPtr client_context;
  SslPtr client;
  SslPtr server;
  std::string client_error, server_error;  // "tlsv1 alert internal error"; empty when there was none

private:
  // True while the other side may have got something to do.
  static bool step(SSL* side, std::string& error) {
    if (!error.empty() || SSL_is_init_finished(side)) return false;
    const auto before = BIO_number_written(SSL_get_wbio(side)) + BIO_number_read(SSL_get_rbio(side));
    ERR_clear_error();
    const int result = SSL_do_handshake(side);
    const int reason = SSL_get_error(side, result);
    if (reason != SSL_ERROR_NONE && reason != SSL_ERROR_WANT_READ && reason != SSL_ERROR_WANT_WRITE) {
      error = take_openssl_error();
    }
    return before != BIO_number_written(SSL_get_wbio(side)) + BIO_number_read(SSL_get_rbio(side));
  }
};

}  // namespace wiretape::io

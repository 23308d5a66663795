// SPDX-License-Identifier: MIT
#include "io/own_certificate.hpp"

#include <stdexcept>

#include "base/text.hpp"
#include "io/file_error.hpp"
#include "io/openssl.hpp"

namespace wiretape::io {

namespace {

[[noreturn]] void refuse(const std::string& file, const std::string& cause) {
  throw std::runtime_error(escape_control(file) + ": " + cause);
}

}  // namespace

void use_certificate(SSL_CTX* context, const CertificateFiles& certificate) {
  if (certificate.file.empty()) return;
  ERR_clear_error();
  if (SSL_CTX_use_certificate_chain_file(context, certificate.file.c_str()) != 1) {
    refuse(certificate.file, take_file_error("it holds no certificate in PEM"));
  }
  const auto& key_file = certificate.key_file.empty() ? certificate.file : certificate.key_file;
  // A key with a password would ask for it on the terminal.
  SSL_CTX_set_default_passwd_cb(context, [](char*, int, int, void*) { return 0; });
  if (SSL_CTX_use_PrivateKey_file(context, key_file.c_str(), SSL_FILETYPE_PEM) == 1) return;
  const auto code = ERR_peek_last_error();
  const bool is_another =
      ERR_GET_LIB(code) == ERR_LIB_X509 && ERR_GET_REASON(code) == X509_R_KEY_VALUES_MISMATCH;
  if (is_another) ERR_clear_error();
  refuse(key_file, is_another
                       ? "its key is not that of the certificate in " + escape_control(certificate.file)
                       : take_file_error("it holds no key in PEM without a password"));
}

void check_certificate(const CertificateFiles& certificate) {
  if (certificate.file.empty()) return;
  const SslContextPtr context(SSL_CTX_new(TLS_client_method()));
  use_certificate(context.get(), certificate);
}

OwnCertificate::OwnCertificate(const CertificateFiles& files) {
  SslContextPtr context(SSL_CTX_new(TLS_server_method()));
  use_certificate(context.get(), files);
  context_ = context.release();
}

OwnCertificate::~OwnCertificate() { SSL_CTX_free(context_); }

bool OwnCertificate::use(SSL* ssl) const {
  STACK_OF(X509)* chain = nullptr;
  SSL_CTX_get0_chain_certs(context_, &chain);
  return SSL_use_certificate(ssl, SSL_CTX_get0_certificate(context_)) == 1 &&
         SSL_use_PrivateKey(ssl, SSL_CTX_get0_privatekey(context_)) == 1 && SSL_set1_chain(ssl, chain) == 1;
}

}  // namespace wiretape::io

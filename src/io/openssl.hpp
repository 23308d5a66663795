// SPDX-License-Identifier: MIT
// OpenSSL's objects with their owners, and its errors as text.
#pragma once

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

namespace wiretape::io {

template <auto release>
struct Release {
  template <class T>
  void operator()(T* object) const {
    release(object);
  }
};

using BioPtr = std::unique_ptr<BIO, Release<BIO_free_all>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using CertificatePtr = std::unique_ptr<X509, Release<X509_free>>;
using ExtensionPtr = std::unique_ptr<X509_EXTENSION, Release<X509_EXTENSION_free>>;
using SslPtr = std::unique_ptr<SSL, Release<SSL_free>>;
using SslContextPtr = std::unique_ptr<SSL_CTX, Release<SSL_CTX_free>>;

// The oldest error of this thread's queue in one line, and the queue emptied.
[[nodiscard]] inline std::string take_openssl_error() {
  const auto code = ERR_get_error();
  ERR_clear_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return reason ? reason : "an unknown error of OpenSSL";
}

}  // namespace wiretape::io

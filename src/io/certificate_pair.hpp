// SPDX-License-Identifier: MIT
// An authority's certificate with its key: made, written as PEM, read back.
#pragma once

#include <ctime>
#include <string>

#include "io/openssl.hpp"

namespace wiretape::io {

struct CertificatePair {
  CertificatePtr certificate;
  KeyPtr key;
};

// P-256, self-signed, pathlen 0, valid for `days` from `now` and backdated, under a name of its own:
// "Wiretape CA 5e0c…". Throws std::invalid_argument unless 1 <= days <= 36500, std::runtime_error when
// OpenSSL cannot.
[[nodiscard]] CertificatePair make_authority(std::time_t now, int days);

// The first certificate and the first private key of two PEM texts. Throws std::runtime_error, with the cause
// in one line: no PEM, an encrypted key, not a pair, not an authority's, expired at `now`. Asks nobody for a
// password.
[[nodiscard]] CertificatePair read_authority(const std::string& certificate_pem, const std::string& key_pem,
                                             std::time_t now);

[[nodiscard]] std::string to_pem(X509* certificate);
[[nodiscard]] std::string to_pem(const EVP_PKEY* key);  // PKCS #8, not encrypted

}  // namespace wiretape::io

// SPDX-License-Identifier: MIT
// What an authority's certificate and a leaf have in common when they are made.
#pragma once

#include <ctime>
#include <string>

#include "io/openssl.hpp"

namespace wiretape::io {

// Clocks of clients may be slow, so certificates begin a day before they are made.
inline constexpr int backdated_days = 1;

// Throws std::runtime_error that says what could not be done, when an OpenSSL call did not return 1.
void require(int returned, const char* what);

// X.509 version 3 with a random serial of 126 bits (RFC 5280 §4.1.2.2 allows 20 bytes, positive), backdated
// from `now`, for `days` in all.
[[nodiscard]] CertificatePtr new_certificate(std::time_t now, int days);

// `text` in OpenSSL's notation of extensions, for constants only: a comma in it begins another value.
[[nodiscard]] ExtensionPtr new_extension(int nid, const char* text, X509* issuer, X509* subject);

void add_common_name(X509_NAME* name, const std::string& text);

// Once it is whole, and again after it was changed.
void sign_certificate(X509* certificate, EVP_PKEY* key);

// "2026-11-24", UTC.
[[nodiscard]] std::string date_text(const ASN1_TIME* time);

}  // namespace wiretape::io

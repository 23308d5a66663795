// SPDX-License-Identifier: MIT
#include "io/certificate_fields.hpp"

#include <openssl/rand.h>

#include <array>
#include <stdexcept>

namespace wiretape::io {

namespace {

void set_random_serial(X509* certificate) {
  std::array<unsigned char, 16> bytes{};
  require(RAND_bytes(bytes.data(), bytes.size()), "draw a serial number");
  bytes[0] = (bytes[0] & 0x3f) | 0x40;  // positive, and always 16 bytes
  require(ASN1_STRING_set(X509_get_serialNumber(certificate), bytes.data(), bytes.size()),
          "set a serial number");
}

}  // namespace

void require(int returned, const char* what) {
  if (returned != 1) throw std::runtime_error(std::string("cannot ") + what + ": " + take_openssl_error());
}

CertificatePtr new_certificate(std::time_t now, int days) {
  CertificatePtr certificate(X509_new());
  require(X509_set_version(certificate.get(), X509_VERSION_3), "make a certificate");
  set_random_serial(certificate.get());
  const auto* from = X509_time_adj_ex(X509_getm_notBefore(certificate.get()), -backdated_days, 0, &now);
  const auto* to = X509_time_adj_ex(X509_getm_notAfter(certificate.get()), days - backdated_days, 0, &now);
  require(from != nullptr && to != nullptr, "make a certificate valid that long");
  return certificate;
}

ExtensionPtr new_extension(int nid, const char* text, X509* issuer, X509* subject) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, subject, nullptr, nullptr, 0);
  ExtensionPtr extension(X509V3_EXT_conf_nid(nullptr, &context, nid, text));
  require(extension != nullptr, "make a certificate's extension");
  return extension;
}

void add_common_name(X509_NAME* name, const std::string& text) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  require(X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_ASC, const_cast<unsigned char*>(bytes),
                                     static_cast<int>(text.size()), -1, 0),
          "name a certificate's subject");
}

void sign_certificate(X509* certificate, EVP_PKEY* key) {
  require(X509_sign(certificate, key, EVP_sha256()) > 0 ? 1 : 0, "sign a certificate");
}

std::string date_text(const ASN1_TIME* time) {
  std::tm parts{};
  require(ASN1_TIME_to_tm(time, &parts), "read a certificate's time");
  std::array<char, 32> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d", &parts)};
}

}  // namespace wiretape::io

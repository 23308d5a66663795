// SPDX-License-Identifier: MIT
#include "io/certificate_pair.hpp"

#include <openssl/pem.h>

#include <stdexcept>

#include "io/certificate_fields.hpp"

namespace wiretape::io {

namespace {

constexpr int most_days = 36500;  // a hundred years; far beyond, a year has more than four digits

std::string hex_serial(const X509* certificate) {
  const auto* serial = X509_get0_serialNumber(certificate);
  std::string hex;
  for (int i = 0; i < 4; ++i) {
    const unsigned char byte = ASN1_STRING_get0_data(serial)[i];
    hex += "0123456789abcdef"[byte >> 4];
    hex += "0123456789abcdef"[byte & 15];
  }
  return hex;
}

void add_authority_extensions(X509* certificate) {
  for (const auto& [nid, text] : {std::pair{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                                  std::pair{NID_key_usage, "critical,keyCertSign,cRLSign"},
                                  std::pair{NID_subject_key_identifier, "hash"}}) {
    const auto extension = new_extension(nid, text, certificate, certificate);
    require(X509_add_ext(certificate, extension.get(), -1), "add an extension");
  }
}

BioPtr reader(const std::string& text) {
  BioPtr bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  require(bio != nullptr, "read PEM");
  return bio;
}

std::string written(BIO* bio) {
  const char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio, &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

// OpenSSL's own would ask on the terminal.
int refuse_password(char*, int, int, void* was_asked) {
  *static_cast<bool*>(was_asked) = true;
  return -1;
}

CertificatePtr read_certificate(const std::string& pem) {
  bool was_asked = false;
  ERR_clear_error();
  CertificatePtr certificate(PEM_read_bio_X509(reader(pem).get(), nullptr, refuse_password, &was_asked));
  if (!certificate) throw std::runtime_error("no certificate in the PEM text: " + take_openssl_error());
  return certificate;
}

KeyPtr read_key(const std::string& pem) {
  bool was_asked = false;
  ERR_clear_error();
  KeyPtr key(PEM_read_bio_PrivateKey(reader(pem).get(), nullptr, refuse_password, &was_asked));
  if (key) return key;
  const std::string reason = take_openssl_error();
  if (was_asked)
    throw std::runtime_error("the private key is encrypted; it must be stored without a password");
  throw std::runtime_error("no private key in the PEM text: " + reason);
}

void check_signs_certificates(X509* certificate) {
  if (X509_check_ca(certificate) != 1 || (X509_get_key_usage(certificate) & KU_KEY_CERT_SIGN) == 0) {
    throw std::runtime_error("the certificate is not an authority's: it may not sign certificates");
  }
  if (X509_get0_subject_key_id(certificate) == nullptr) {
    throw std::runtime_error("the certificate has no subject key identifier, which strict clients ask for");
  }
}

void check_is_valid_at(const X509* certificate, std::time_t now) {
  const auto* from = X509_get0_notBefore(certificate);
  const auto* to = X509_get0_notAfter(certificate);
  if (X509_cmp_time(from, &now) > 0) {
    throw std::runtime_error("the certificate is not valid before " + date_text(from));
  }
  if (X509_cmp_time(to, &now) < 0) throw std::runtime_error("the certificate expired on " + date_text(to));
}

}  // namespace

CertificatePair make_authority(std::time_t now, int days) {
  if (days < 1 || days > most_days) {
    throw std::invalid_argument("a certificate authority is valid for 1 to 36500 days, not " +
                                std::to_string(days));
  }
  CertificatePair made{new_certificate(now, days + backdated_days), KeyPtr(EVP_EC_gen("P-256"))};
  X509* certificate = made.certificate.get();
  require(X509_set_pubkey(certificate, made.key.get()), "make a key");
  X509_NAME* name = X509_get_subject_name(certificate);
  add_common_name(name, "Wiretape CA " + hex_serial(certificate));
  require(X509_set_issuer_name(certificate, name), "name a certificate's issuer");
  add_authority_extensions(certificate);
  sign_certificate(certificate, made.key.get());
  return made;
}

CertificatePair read_authority(const std::string& certificate_pem, const std::string& key_pem,
                               std::time_t now) {
  CertificatePair read{read_certificate(certificate_pem), read_key(key_pem)};
  if (X509_check_private_key(read.certificate.get(), read.key.get()) != 1) {
    ERR_clear_error();
    throw std::runtime_error("the private key does not belong to the certificate");
  }
  check_signs_certificates(read.certificate.get());
  check_is_valid_at(read.certificate.get(), now);
  return read;
}

std::string to_pem(X509* certificate) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  require(bio ? PEM_write_bio_X509(bio.get(), certificate) : 0, "write a certificate");
  return written(bio.get());
}

std::string to_pem(const EVP_PKEY* key) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  require(bio ? PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) : 0,
          "write a key");
  return written(bio.get());
}

}  // namespace wiretape::io

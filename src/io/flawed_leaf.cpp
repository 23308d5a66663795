// SPDX-License-Identifier: MIT
#include "io/flawed_leaf.hpp"

#include <openssl/rsa.h>

#include "io/certificate_fields.hpp"

namespace wiretape::io {

namespace {

constexpr int month = 30;  // days

KeyPtr shared(EVP_PKEY* key) {
  EVP_PKEY_up_ref(key);
  return KeyPtr(key);
}

EVP_PKEY* weak_key() {
  static const KeyPtr key(EVP_RSA_gen(1024));
  require(key != nullptr, "make a weak key");
  return key.get();
}

// Of this process, and in no file.
const LeafMint& unknown_mint(std::time_t now) {
  static const LeafMint mint(make_authority(now, month));
  return mint;
}

void set_days(X509* leaf, std::time_t now, int from, int to) {
  require(X509_time_adj_ex(X509_getm_notBefore(leaf), from, 0, &now) != nullptr, "set a certificate's time");
  require(X509_time_adj_ex(X509_getm_notAfter(leaf), to, 0, &now) != nullptr, "set a certificate's time");
}

void remove_extension(X509* leaf, int nid) {
  const int at = X509_get_ext_by_NID(leaf, nid, -1);
  if (at >= 0) X509_EXTENSION_free(X509_delete_ext(leaf, at));
}

// Its issuer is itself, and so is no authority's key.
void sign_with_own_key(X509* leaf, EVP_PKEY* key) {
  require(X509_set_issuer_name(leaf, X509_get_subject_name(leaf)), "name a certificate's issuer");
  remove_extension(leaf, NID_authority_key_identifier);
  sign_certificate(leaf, key);
}

void use_key(X509* leaf, EVP_PKEY* key) {
  require(X509_set_pubkey(leaf, key), "set a certificate's key");
  remove_extension(leaf, NID_subject_key_identifier);
  const auto identifier = new_extension(NID_subject_key_identifier, "hash", leaf, leaf);
  require(X509_add_ext(leaf, identifier.get(), -1), "add an extension");
}

}  // namespace

CertificatePair mint_flawed(const LeafMint& mint, const CertificateName& host, std::time_t now,
                            CertificateFlaw flaw) {
  if (flaw == CertificateFlaw::unknown_authority) {
    const auto& unknown = unknown_mint(now);
    return {unknown.mint(host, now), shared(unknown.leaf_key())};
  }
  const bool is_for_another = flaw == CertificateFlaw::another_host;
  CertificatePair leaf{mint.mint(is_for_another ? *certificate_name("another-host.invalid") : host, now),
                       shared(mint.leaf_key())};
  auto* certificate = leaf.certificate.get();
  switch (flaw) {
    case CertificateFlaw::expired:
      set_days(certificate, now, -month, -1);
      mint.sign(certificate);
      break;
    case CertificateFlaw::not_yet_valid:
      set_days(certificate, now, 1, month);
      mint.sign(certificate);
      break;
    case CertificateFlaw::self_signed:
      sign_with_own_key(certificate, leaf.key.get());
      break;
    case CertificateFlaw::weak_key:
      leaf.key = shared(weak_key());
      use_key(certificate, leaf.key.get());
      mint.sign(certificate);
      break;
    default:
      break;
  }
  return leaf;
}

}  // namespace wiretape::io

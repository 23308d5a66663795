// SPDX-License-Identifier: MIT
#include "io/leaf_mint.hpp"

#include <string>
#include <utility>

#include "io/certificate_fields.hpp"
#include "io/leaf_key.hpp"

namespace wiretape::io {

namespace {

constexpr std::size_t longest_common_name = 64;  // RFC 5280 appendix A.1, ub-common-name

using GeneralNames = std::unique_ptr<GENERAL_NAMES, Release<GENERAL_NAMES_free>>;

// The names a certificate for this host holds. A client that sends no SNI may have come to a deck's own
// address by any name of it.
std::vector<CertificateName> own_names(const CertificateName& name) {
  std::vector<CertificateName> loopback = {
      {"localhost", {}}, {"127.0.0.1", {127, 0, 0, 1}}, {"::1", std::string(15, '\0') + '\1'}};
  for (const auto& own : loopback) {
    if (own.text == name.text) return loopback;
  }
  return {name};
}

// Built of values and not of OpenSSL's text notation, in which a name could smuggle in another.
void add_alternative_name(GENERAL_NAMES* names, const CertificateName& name) {
  std::unique_ptr<GENERAL_NAME, Release<GENERAL_NAME_free>> entry(GENERAL_NAME_new());
  ASN1_STRING* value = name.is_address() ? ASN1_OCTET_STRING_new() : ASN1_IA5STRING_new();
  require(entry != nullptr && value != nullptr, "name a host");
  GENERAL_NAME_set0_value(entry.get(), name.is_address() ? GEN_IPADD : GEN_DNS, value);
  const auto& bytes = name.is_address() ? name.address : name.text;
  require(ASN1_STRING_set(value, bytes.data(), static_cast<int>(bytes.size())), "name a host");
  require(sk_GENERAL_NAME_push(names, entry.get()) > 0 ? 1 : 0, "name a host");
  static_cast<void>(entry.release());  // the list's now
}

// The subject is the host itself where it fits; else it is empty, and the extension critical for that
// (RFC 5280 §4.2.1.6).
void set_names(X509* leaf, const CertificateName& name, const std::vector<CertificateName>& others) {
  const bool has_subject = name.text.size() <= longest_common_name;
  if (has_subject) add_common_name(X509_get_subject_name(leaf), name.text);
  const GeneralNames names(GENERAL_NAMES_new());
  require(names != nullptr, "name a host");
  for (const auto& each : own_names(name)) add_alternative_name(names.get(), each);
  for (const auto& other : others) add_alternative_name(names.get(), other);
  require(X509_add1_ext_i2d(leaf, NID_subject_alt_name, names.get(), has_subject ? 0 : 1, X509V3_ADD_DEFAULT),
          "name a host");
}

void keep_inside(X509* leaf, const X509* authority) {
  if (ASN1_TIME_compare(X509_get0_notBefore(leaf), X509_get0_notBefore(authority)) < 0) {
    require(X509_set1_notBefore(leaf, X509_get0_notBefore(authority)), "set a certificate's time");
  }
  if (ASN1_TIME_compare(X509_get0_notAfter(leaf), X509_get0_notAfter(authority)) > 0) {
    require(X509_set1_notAfter(leaf, X509_get0_notAfter(authority)), "set a certificate's time");
  }
}

std::vector<ExtensionPtr> common_extensions(X509* authority, EVP_PKEY* leaf_key) {
  const CertificatePtr sample(X509_new());
  require(sample ? X509_set_pubkey(sample.get(), leaf_key) : 0, "make a leaf's extensions");
  std::vector<ExtensionPtr> extensions;
  for (const auto& [nid, text] :
       {std::pair{NID_basic_constraints, "critical,CA:FALSE"},
        std::pair{NID_key_usage, "critical,digitalSignature"}, std::pair{NID_ext_key_usage, "serverAuth"},
        std::pair{NID_subject_key_identifier, "hash"},
        std::pair{NID_authority_key_identifier, "keyid:always"}}) {
    extensions.push_back(new_extension(nid, text, authority, sample.get()));
  }
  return extensions;
}

}  // namespace

LeafMint::LeafMint(CertificatePair authority)
    : authority_(std::move(authority)),
      leaf_key_(make_leaf_key()),
      extensions_(common_extensions(authority_.certificate.get(), leaf_key_.get())) {}

CertificatePtr LeafMint::mint(const CertificateName& name, std::time_t now,
                              const std::vector<CertificateName>& others) const {
  auto leaf = new_certificate(now, leaf_days);
  keep_inside(leaf.get(), authority());
  require(X509_set_issuer_name(leaf.get(), X509_get_subject_name(authority())),
          "name a certificate's issuer");
  require(X509_set_pubkey(leaf.get(), leaf_key()), "set a certificate's key");
  set_names(leaf.get(), name, others);
  for (const auto& extension : extensions_) {
    require(X509_add_ext(leaf.get(), extension.get(), -1), "add an extension");
  }
  sign(leaf.get());
  return leaf;
}

void LeafMint::sign(X509* certificate) const { sign_certificate(certificate, authority_.key.get()); }

}  // namespace wiretape::io

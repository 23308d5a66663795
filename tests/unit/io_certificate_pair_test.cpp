// SPDX-License-Identifier: MIT
#include "io/certificate_pair.hpp"

#include <gmock/gmock.h>

#include <ctime>
#include <stdexcept>

#include "io/certificate_fields.hpp"
#include "io/leaf_mint.hpp"
#include "support/certificates.hpp"

namespace wiretape::io {

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using testing::ThrowsMessage;

constexpr std::time_t now = 1'750'000'000;
constexpr std::time_t day = 24 * 3600;

struct Texts {
  std::string certificate, key;
};

Texts texts(const CertificatePair& pair) { return {to_pem(pair.certificate.get()), to_pem(pair.key.get())}; }

auto reading(std::string certificate, std::string key, std::time_t at = now) {
  return [=] { static_cast<void>(read_authority(certificate, key, at)); };
}

// A self-signed certificate with just these extensions.
CertificatePair self_signed(std::initializer_list<std::pair<int, const char*>> extensions) {
  CertificatePair pair{new_certificate(now, 10), KeyPtr(EVP_EC_gen("P-256"))};
  X509* certificate = pair.certificate.get();
  X509_set_pubkey(certificate, pair.key.get());
  for (const auto& [nid, text] : extensions) {
    X509_add_ext(certificate, new_extension(nid, text, certificate, certificate).get(), -1);
  }
  X509_sign(certificate, pair.key.get(), EVP_sha256());
  return pair;
}

std::string encrypted(EVP_PKEY* key) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PKCS8PrivateKey(bio.get(), key, EVP_aes_128_cbc(), "secret", 6, nullptr, nullptr);
  const char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

TEST(CertificatePair, IsAnAuthorityThatStrictClientsAccept) {
  const auto pair = make_authority(now, 30);
  const X509* certificate = pair.certificate.get();
  EXPECT_EQ(X509_get_version(certificate), X509_VERSION_3);
  EXPECT_EQ(X509_get_signature_nid(certificate), NID_ecdsa_with_SHA256);
  EXPECT_EQ(extension_text(certificate, NID_basic_constraints), "critical: CA:TRUE, pathlen:0");
  EXPECT_EQ(extension_text(certificate, NID_key_usage), "critical: Certificate Sign, CRL Sign");
  EXPECT_EQ(ASN1_STRING_length(X509_get0_subject_key_id(pair.certificate.get())), 20);
  EXPECT_EQ(X509_get_ext_count(certificate), 3);
  EXPECT_TRUE(EVP_PKEY_is_a(pair.key.get(), "EC"));
  EXPECT_EQ(EVP_PKEY_get_bits(pair.key.get()), 256);
}

TEST(CertificatePair, IsValidFromADayAgoForItsDaysFromNow) {
  const auto pair = make_authority(now, 30);
  EXPECT_EQ(ASN1_TIME_cmp_time_t(X509_get0_notBefore(pair.certificate.get()), now - day), 0);
  EXPECT_EQ(ASN1_TIME_cmp_time_t(X509_get0_notAfter(pair.certificate.get()), now + 30 * day), 0);
}

TEST(CertificatePair, HasANameOfItsOwn) {
  const auto one = make_authority(now, 1), other = make_authority(now, 1);
  const auto* subject = X509_get_subject_name(one.certificate.get());
  EXPECT_EQ(X509_NAME_cmp(subject, X509_get_issuer_name(one.certificate.get())), 0);
  EXPECT_NE(X509_NAME_cmp(subject, X509_get_subject_name(other.certificate.get())), 0);
  const std::unique_ptr<char, Release<[](char* text) { OPENSSL_free(text); }>> line(
      X509_NAME_oneline(subject, nullptr, 0));
  EXPECT_THAT(line.get(), StartsWith("/CN=Wiretape CA "));
}

TEST(CertificatePair, LastsFrom1To36500Days) {
  for (const int days : {0, -1, 36501, 2147483647, -2147483647 - 1}) {
    EXPECT_THROW(static_cast<void>(make_authority(now, days)), std::invalid_argument) << days;
  }
  EXPECT_EQ(date_text(X509_get0_notAfter(make_authority(now, 36500).certificate.get())), "2125-05-22");
}

TEST(CertificatePair, ComesBackFromItsPem) {
  const auto made = make_authority(now, 30);
  const auto [certificate, key] = texts(made);
  EXPECT_THAT(certificate, StartsWith("-----BEGIN CERTIFICATE-----\n"));
  EXPECT_THAT(key, StartsWith("-----BEGIN PRIVATE KEY-----\n"));
  const auto read = read_authority(certificate, key, now);
  EXPECT_EQ(X509_cmp(read.certificate.get(), made.certificate.get()), 0);
  EXPECT_EQ(EVP_PKEY_eq(read.key.get(), made.key.get()), 1);
  EXPECT_EQ(texts(read).certificate, certificate);
  EXPECT_EQ(texts(read).key, key);
}

TEST(CertificatePair, IsFoundAmongOtherText) {
  const auto [certificate, key] = texts(make_authority(now, 30));
  EXPECT_NO_THROW(reading("# mine\n" + key + certificate, "Bag Attributes\n" + certificate + key)());
}

TEST(CertificatePair, IsNotReadFromWhatIsNoPem) {
  const auto [certificate, key] = texts(make_authority(now, 30));
  const auto says_no_certificate = ThrowsMessage<std::runtime_error>(
      AllOf(StartsWith("no certificate in the PEM text: "), Not(HasSubstr("\n"))));
  EXPECT_THAT(reading("", key), says_no_certificate);
  EXPECT_THAT(reading("certificate", key), says_no_certificate);
  EXPECT_THAT(reading(key, key), says_no_certificate);
  EXPECT_THAT(reading(certificate.substr(0, certificate.size() / 2), key), says_no_certificate);
  EXPECT_THAT(reading("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", key),
              says_no_certificate);
  const auto says_no_key = ThrowsMessage<std::runtime_error>(
      AllOf(StartsWith("no private key in the PEM text: "), Not(HasSubstr("\n"))));
  EXPECT_THAT(reading(certificate, ""), says_no_key);
  EXPECT_THAT(reading(certificate, certificate), says_no_key);
  EXPECT_THAT(reading(certificate, key.substr(0, key.size() / 2)), says_no_key);
  EXPECT_EQ(ERR_peek_error(), 0U);
}

TEST(CertificatePair, IsNotReadWithAnEncryptedKeyAndAsksNobody) {
  const auto pair = make_authority(now, 30);
  EXPECT_THAT(reading(to_pem(pair.certificate.get()), encrypted(pair.key.get())),
              ThrowsMessage<std::runtime_error>(
                  "the private key is encrypted; it must be stored without a password"));
}

TEST(CertificatePair, IsNotMadeOfTwoHalves) {
  const auto one = texts(make_authority(now, 30)), other = texts(make_authority(now, 30));
  const auto says_so =
      ThrowsMessage<std::runtime_error>("the private key does not belong to the certificate");
  EXPECT_THAT(reading(one.certificate, other.key), says_so);
  EXPECT_THAT(reading(one.certificate, to_pem(KeyPtr(EVP_RSA_gen(1024)).get())), says_so);
}

TEST(CertificatePair, IsNoAuthorityWhenItMayNotSignCertificates) {
  const auto says_so = ThrowsMessage<std::runtime_error>(
      "the certificate is not an authority's: it may not sign certificates");
  for (const auto& pair : {self_signed({}), self_signed({{NID_basic_constraints, "critical,CA:FALSE"}}),
                           self_signed({{NID_basic_constraints, "critical,CA:TRUE"},
                                        {NID_key_usage, "critical,digitalSignature"}})}) {
    EXPECT_THAT(reading(to_pem(pair.certificate.get()), to_pem(pair.key.get())), says_so);
  }
  const LeafMint mint(make_authority(now, 30));
  EXPECT_THAT(reading(to_pem(mint.mint({"api.test", {}}, now).get()), to_pem(mint.leaf_key())), says_so);
}

TEST(CertificatePair, NeedsAKeyIdentifierThatLeavesCanPointTo) {
  const auto pair =
      self_signed({{NID_basic_constraints, "critical,CA:TRUE"}, {NID_key_usage, "critical,keyCertSign"}});
  EXPECT_THAT(reading(to_pem(pair.certificate.get()), to_pem(pair.key.get())),
              ThrowsMessage<std::runtime_error>(HasSubstr("no subject key identifier")));
}

TEST(CertificatePair, IsReadInsideItsTimeOnly) {
  const auto [certificate, key] = texts(make_authority(now, 30));
  EXPECT_NO_THROW(reading(certificate, key, now - day + 1)());
  EXPECT_NO_THROW(reading(certificate, key, now + 30 * day - 1)());
  EXPECT_THAT(reading(certificate, key, now + 31 * day),
              ThrowsMessage<std::runtime_error>("the certificate expired on 2025-07-15"));
  EXPECT_THAT(reading(certificate, key, now - 2 * day),
              ThrowsMessage<std::runtime_error>("the certificate is not valid before 2025-06-14"));
}

}  // namespace

}  // namespace wiretape::io

// SPDX-License-Identifier: MIT
#include "io/leaf_mint.hpp"

#include <gmock/gmock.h>

#include <set>

#include "io/certificate_fields.hpp"
#include "support/certificates.hpp"

namespace wiretape::io {

namespace {

constexpr std::time_t day = 24 * 3600;
const std::time_t now = std::time(nullptr);

LeafMint new_mint(int days = 365) { return LeafMint(make_authority(now, days)); }

CertificatePtr leaf_for(const LeafMint& mint, std::string_view host) {
  return mint.mint(certificate_name(host).value(), now);
}

std::string subject_text(const X509* certificate) {
  const std::unique_ptr<char, Release<[](char* text) { OPENSSL_free(text); }>> line(
      X509_NAME_oneline(X509_get_subject_name(certificate), nullptr, 0));
  return line.get();
}

std::string key_identifier(const ASN1_OCTET_STRING* text) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
          static_cast<std::size_t>(ASN1_STRING_length(text))};
}

TEST(LeafMint, MakesALeafThatAStrictClientAcceptsForItsHostOnly) {
  const auto mint = new_mint();
  for (const auto* host :
       {"api.weather.test", "my_service", "xn--bcher-kva.test", "10.1.2.3", "2001:db8::1"}) {
    const auto leaf = leaf_for(mint, host);
    EXPECT_EQ(verify(leaf.get(), mint.authority(), host), "ok") << host;
    EXPECT_EQ(verify(leaf.get(), mint.authority(), "other.test"), "hostname mismatch") << host;
    EXPECT_EQ(verify(leaf.get(), mint.authority(), "10.1.2.4"), "IP address mismatch") << host;
  }
}

TEST(LeafMint, MakesALeafThatAnotherAuthorityDoesNotVouchFor) {
  const auto mint = new_mint(), other = new_mint();
  EXPECT_NE(verify(leaf_for(mint, "api.test").get(), other.authority(), "api.test"), "ok");
}

TEST(LeafMint, MakesALeafForServersOnly) {
  const auto leaf = leaf_for(new_mint(), "api.test");
  EXPECT_EQ(X509_get_version(leaf.get()), X509_VERSION_3);
  EXPECT_EQ(X509_get_signature_nid(leaf.get()), NID_ecdsa_with_SHA256);
  EXPECT_EQ(extension_text(leaf.get(), NID_basic_constraints), "critical: CA:FALSE");
  EXPECT_EQ(extension_text(leaf.get(), NID_key_usage), "critical: Digital Signature");
  EXPECT_EQ(extension_text(leaf.get(), NID_ext_key_usage), "TLS Web Server Authentication");
  EXPECT_EQ(X509_get_ext_count(leaf.get()), 6);
}

TEST(LeafMint, PointsToTheAuthoritysKeyByteForByte) {
  const auto mint = new_mint();
  const auto leaf = leaf_for(mint, "api.test");
  const auto authority = key_identifier(X509_get0_subject_key_id(mint.authority()));
  EXPECT_EQ(key_identifier(X509_get0_authority_key_id(leaf.get())), authority);
  EXPECT_NE(key_identifier(X509_get0_subject_key_id(leaf.get())), authority);
  EXPECT_EQ(X509_get0_authority_serial(leaf.get()), nullptr);
}

TEST(LeafMint, SharesOneKeyAmongLeavesThatIsNotTheAuthoritys) {
  const auto mint = new_mint();
  const auto one = leaf_for(mint, "one.test"), other = leaf_for(mint, "other.test");
  EXPECT_EQ(X509_check_private_key(one.get(), mint.leaf_key()), 1);
  EXPECT_EQ(X509_check_private_key(other.get(), mint.leaf_key()), 1);
  EXPECT_NE(EVP_PKEY_eq(X509_get0_pubkey(mint.authority()), mint.leaf_key()), 1);
}

TEST(LeafMint, GivesEachLeafASerialOfItsOwn) {
  const auto mint = new_mint();
  std::set<std::string> serials;
  for (int i = 0; i < 50; ++i) serials.insert(serial_text(leaf_for(mint, "api.test").get()));
  EXPECT_EQ(serials.size(), 50U);
}

TEST(LeafMint, NamesTheHostInTheSubjectAndAsAnAlternative) {
  const auto mint = new_mint();
  EXPECT_EQ(subject_text(leaf_for(mint, "API.test").get()), "/CN=api.test");
  EXPECT_EQ(extension_text(leaf_for(mint, "API.test").get(), NID_subject_alt_name), "DNS:api.test");
  EXPECT_EQ(subject_text(leaf_for(mint, "10.1.2.3").get()), "/CN=10.1.2.3");
  EXPECT_EQ(extension_text(leaf_for(mint, "10.1.2.3").get(), NID_subject_alt_name), "IP Address:10.1.2.3");
  EXPECT_EQ(extension_text(leaf_for(mint, "2001:db8::1").get(), NID_subject_alt_name),
            "IP Address:2001:DB8:0:0:0:0:0:1");
}

TEST(LeafMint, HasNoSubjectForANameOfMoreThan64Bytes) {
  const auto mint = new_mint();
  const std::string fits(64, 'a'), longer(65, 'a'),
      longest = std::string(63, 'b') + "." + std::string(189, 'c');
  EXPECT_EQ(subject_text(leaf_for(mint, fits).get()), "/CN=" + fits);
  for (const auto& host : {longer, longest}) {
    const auto leaf = leaf_for(mint, host);
    EXPECT_EQ(subject_text(leaf.get()), "");
    EXPECT_EQ(extension_text(leaf.get(), NID_subject_alt_name), "critical: DNS:" + host);
    EXPECT_EQ(verify(leaf.get(), mint.authority(), host), "ok");
  }
}

TEST(LeafMint, NamesALoopbackHostInAllItsWays) {
  const auto mint = new_mint();
  for (const auto* host : {"localhost", "127.0.0.1", "::1"}) {
    const auto leaf = leaf_for(mint, host);
    EXPECT_EQ(subject_text(leaf.get()), std::string("/CN=") + host);
    for (const auto* asked : {"localhost", "127.0.0.1", "::1"}) {
      EXPECT_EQ(verify(leaf.get(), mint.authority(), asked), "ok") << host << " " << asked;
    }
  }
}

TEST(LeafMint, BackdatesALeafByADayAndKeepsItUnder90Days) {
  const auto leaf = leaf_for(new_mint(), "api.test");
  EXPECT_EQ(ASN1_TIME_cmp_time_t(X509_get0_notBefore(leaf.get()), now - day), 0);
  int days = 0, seconds = 0;
  ASN1_TIME_diff(&days, &seconds, X509_get0_notBefore(leaf.get()), X509_get0_notAfter(leaf.get()));
  EXPECT_EQ(days, 89);
  EXPECT_EQ(seconds, 0);
}

TEST(LeafMint, KeepsALeafInsideTheAuthoritysTime) {
  const auto mint = new_mint(2);
  const auto leaf = leaf_for(mint, "api.test");
  EXPECT_EQ(ASN1_TIME_compare(X509_get0_notAfter(leaf.get()), X509_get0_notAfter(mint.authority())), 0);
  const auto early = mint.mint(certificate_name("api.test").value(), now - 12 * 3600);
  EXPECT_EQ(ASN1_TIME_compare(X509_get0_notBefore(early.get()), X509_get0_notBefore(mint.authority())), 0);
}

TEST(LeafMint, SignsWithAnAuthoritysRsaKeyToo) {
  CertificatePair pair{new_certificate(now, 10), KeyPtr(EVP_RSA_gen(1024))};
  X509* certificate = pair.certificate.get();
  X509_set_pubkey(certificate, pair.key.get());
  add_common_name(X509_get_subject_name(certificate), "An RSA authority");
  X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
  for (const auto& [nid, text] :
       {std::pair{NID_basic_constraints, "critical,CA:TRUE"},
        std::pair{NID_key_usage, "critical,keyCertSign"}, std::pair{NID_subject_key_identifier, "hash"}}) {
    X509_add_ext(certificate, new_extension(nid, text, certificate, certificate).get(), -1);
  }
  X509_sign(certificate, pair.key.get(), EVP_sha256());
  const LeafMint mint(std::move(pair));
  const auto leaf = leaf_for(mint, "api.test");
  EXPECT_EQ(X509_get_signature_nid(leaf.get()), NID_sha256WithRSAEncryption);
  EXPECT_EQ(X509_verify(leaf.get(), X509_get0_pubkey(mint.authority())), 1);
}

}  // namespace

}  // namespace wiretape::io

// SPDX-License-Identifier: MIT
#include "io/flawed_leaf.hpp"

#include <gmock/gmock.h>

#include "support/certificates.hpp"

namespace wiretape::io {
namespace {

struct Flawed {
  CertificateFlaw flaw;
  const char* says;  // a strict client
};

class FlawedLeaf : public testing::TestWithParam<Flawed> {};

TEST_P(FlawedLeaf, IsRefusedForItsFlawAlone) {
  const auto now = std::time(nullptr);
  const LeafMint mint(make_authority(now, 365));
  for (const auto* host : {"api.weather.test", "10.1.2.3"}) {
    const auto leaf = mint_flawed(mint, certificate_name(host).value(), now, GetParam().flaw);
    EXPECT_EQ(verify(leaf.certificate.get(), mint.authority(), host), GetParam().says) << host;
    EXPECT_EQ(X509_check_private_key(leaf.certificate.get(), leaf.key.get()), 1);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Each, FlawedLeaf,
    testing::Values(Flawed{CertificateFlaw::none, "ok"},
                    Flawed{CertificateFlaw::expired, "certificate has expired"},
                    Flawed{CertificateFlaw::not_yet_valid, "certificate is not yet valid"},
                    Flawed{CertificateFlaw::self_signed, "self-signed certificate"},
                    Flawed{CertificateFlaw::unknown_authority, "unable to get local issuer certificate"},
                    Flawed{CertificateFlaw::weak_key, "EE certificate key too weak"}));

TEST(FlawedLeaf, MayBeForAnotherHost) {
  const auto now = std::time(nullptr);
  const LeafMint mint(make_authority(now, 365));
  const auto leaf =
      mint_flawed(mint, certificate_name("api.weather.test").value(), now, CertificateFlaw::another_host);
  EXPECT_EQ(verify(leaf.certificate.get(), mint.authority(), "api.weather.test"), "hostname mismatch");
  EXPECT_EQ(verify(leaf.certificate.get(), mint.authority(), "another-host.invalid"), "ok");
}

}  // namespace
}  // namespace wiretape::io

// SPDX-License-Identifier: MIT
#include "io/leaf_key.hpp"

#include <gtest/gtest.h>

#include <array>

namespace wiretape::io {

namespace {

TEST(LeafKey, IsOnTheCurveP256) {
  const auto key = make_leaf_key();
  std::array<char, 32> group{};
  ASSERT_EQ(EVP_PKEY_get_group_name(key.get(), group.data(), group.size(), nullptr), 1);
  EXPECT_STREQ(group.data(), "prime256v1");
}

TEST(LeafKey, IsAnotherEachTime) { EXPECT_NE(EVP_PKEY_eq(make_leaf_key().get(), make_leaf_key().get()), 1); }

TEST(LeafKey, SignsWhatItVerifies) {
  const auto key = make_leaf_key();
  const CertificatePtr certificate(X509_new());
  ASSERT_EQ(X509_set_pubkey(certificate.get(), key.get()), 1);
  ASSERT_GT(X509_sign(certificate.get(), key.get(), EVP_sha256()), 0);
  EXPECT_EQ(X509_verify(certificate.get(), key.get()), 1);
  EXPECT_EQ(X509_verify(certificate.get(), make_leaf_key().get()), 0);
  ERR_clear_error();
}

// A handshake compares a certificate's key with the private one: the same object costs nothing, another of
// the same value 40 us.
TEST(LeafKey, IsTheVeryKeyOfACertificateMadeWithIt) {
  const auto key = make_leaf_key();
  const CertificatePtr certificate(X509_new());
  ASSERT_EQ(X509_set_pubkey(certificate.get(), key.get()), 1);
  EXPECT_EQ(X509_get0_pubkey(certificate.get()), key.get());
}

}  // namespace

}  // namespace wiretape::io

// SPDX-License-Identifier: MIT
#include "io/leaf_store.hpp"

#include <gmock/gmock.h>

#include <thread>
#include <vector>

#include "support/certificates.hpp"

namespace wiretape::io {

namespace {

const std::time_t now = std::time(nullptr);

CertificatePtr leaf_for(LeafStore& store, std::string_view host, std::time_t at = now) {
  return store.leaf(certificate_name(host).value(), at);
}

TEST(LeafStore, GivesTheSameLeafForTheSameHost) {
  LeafStore store(make_authority(now, 365));
  const auto leaf = leaf_for(store, "api.test");
  EXPECT_EQ(leaf_for(store, "API.test."), leaf);
  EXPECT_EQ(leaf_for(store, "::1"), leaf_for(store, "0:0:0:0:0:0:0:1"));
}

TEST(LeafStore, GivesAnotherLeafForAnotherHost) {
  LeafStore store(make_authority(now, 365));
  const auto one = leaf_for(store, "one.test"), other = leaf_for(store, "other.test");
  EXPECT_NE(serial_text(one.get()), serial_text(other.get()));
  EXPECT_EQ(extension_text(other.get(), NID_subject_alt_name), "DNS:other.test");
}

TEST(LeafStore, RenewsALeafLongBeforeItExpires) {
  LeafStore store(make_authority(now, 365));
  const auto leaf = leaf_for(store, "api.test");
  const auto later = now + LeafStore::renewed_after_seconds;
  EXPECT_EQ(leaf_for(store, "api.test", later - 1), leaf);
  const auto renewed = leaf_for(store, "api.test", later);
  EXPECT_NE(serial_text(renewed.get()), serial_text(leaf.get()));
  EXPECT_GT(ASN1_TIME_compare(X509_get0_notAfter(renewed.get()), X509_get0_notAfter(leaf.get())), 0);
  EXPECT_EQ(leaf_for(store, "api.test", later), renewed);
}

TEST(LeafStore, StartsAnewWhenItIsFull) {
  LeafStore store(make_authority(now, 365), 3);
  std::vector<CertificatePtr> leaves;
  for (const auto* host : {"a.test", "b.test", "c.test"}) leaves.push_back(leaf_for(store, host));
  EXPECT_EQ(leaf_for(store, "a.test"), leaves[0]);
  const auto fourth = leaf_for(store, "d.test");
  EXPECT_EQ(leaf_for(store, "d.test"), fourth);
  EXPECT_NE(leaf_for(store, "a.test"), leaves[0]);
  EXPECT_EQ(verify(leaves[0].get(), store.mint().authority(), "a.test"), "ok");
}

TEST(LeafStore, MintsOneLeafForAHostThatManyThreadsAskForAtOnce) {
  LeafStore store(make_authority(now, 365));
  std::vector<CertificatePtr> leaves(8);
  std::vector<std::thread> threads;
  for (auto& leaf : leaves) threads.emplace_back([&] { leaf = leaf_for(store, "api.test"); });
  for (auto& thread : threads) thread.join();
  EXPECT_THAT(leaves, testing::Each(testing::Eq(std::ref(leaves[0]))));
}

}  // namespace

}  // namespace wiretape::io

// SPDX-License-Identifier: MIT
#include "io/leaf_store.hpp"

#include <utility>

#include "io/certificate_lock.hpp"

namespace wiretape::io {

namespace {

CertificatePtr shared(const CertificatePtr& certificate) {
  X509_up_ref(certificate.get());
  return CertificatePtr(certificate.get());
}

}  // namespace

CertificatePtr LeafStore::leaf(const CertificateName& name, std::time_t now,
                               const std::vector<CertificateName>& others) {
  auto names = name.text + ' ';
  for (const auto& other : others) names += other.text + ' ';
  const auto lock = lock_certificates();
  if (const auto found = kept_.find(names); found != kept_.end()) {
    if (now - found->second.minted < renewed_after_seconds) return shared(found->second.leaf);
    kept_.erase(found);
  }
  if (kept_.size() >= capacity_) kept_.clear();
  auto leaf = mint_.mint(name, now, others);
  return shared(kept_.emplace(std::move(names), Kept{std::move(leaf), now}).first->second.leaf);
}

}  // namespace wiretape::io

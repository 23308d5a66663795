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

CertificatePtr LeafStore::leaf(const CertificateName& name, std::time_t now) {
  const auto lock = lock_certificates();
  if (const auto found = kept_.find(name.text); found != kept_.end()) {
    if (now - found->second.minted < renewed_after_seconds) return shared(found->second.leaf);
    kept_.erase(found);
  }
  if (kept_.size() >= capacity_) kept_.clear();
  auto leaf = mint_.mint(name, now);
  return shared(kept_.emplace(name.text, Kept{std::move(leaf), now}).first->second.leaf);
}

}  // namespace wiretape::io

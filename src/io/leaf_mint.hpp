// SPDX-License-Identifier: MIT
// Makes leaves: the certificates that stand for origins.
#pragma once

#include <ctime>
#include <vector>

#include "io/certificate_name.hpp"
#include "io/certificate_pair.hpp"

namespace wiretape::io {

// Immutable after construction.
class LeafMint {
public:
  // Some clients refuse leaves of more than 90 days; a leaf is cached for a part of this only.
  static constexpr int leaf_days = 89;

  // Makes the key that all its leaves share. Throws std::runtime_error.
  explicit LeafMint(CertificatePair authority);

  // A new certificate for this host, backdated by a day from `now`, leaf_days in all and inside the
  // authority's own time. For a loopback host, a certificate for all three of its names. `others` are named
  // too. Throws std::runtime_error.
  [[nodiscard]] CertificatePtr mint(const CertificateName& name, std::time_t now,
                                    const std::vector<CertificateName>& others = {}) const;

  // Signs a certificate anew, after it was changed. Throws std::runtime_error.
  void sign(X509* certificate) const;

  [[nodiscard]] EVP_PKEY* leaf_key() const { return leaf_key_.get(); }
  [[nodiscard]] X509* authority() const { return authority_.certificate.get(); }

private:
  CertificatePair authority_;
  KeyPtr leaf_key_;
  std::vector<ExtensionPtr> extensions_;  // those that are the same in every leaf
};

}  // namespace wiretape::io

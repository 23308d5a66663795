// SPDX-License-Identifier: MIT
// The leaves minted so far, by their names.
#pragma once

#include <cstddef>
#include <ctime>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "io/certificate_name.hpp"
#include "io/leaf_mint.hpp"

namespace wiretape::io {

// Thread-safe.
class LeafStore {
public:
  // More hosts than this in one process are a scan and not a working set, so a full store starts anew.
  static constexpr std::size_t most_leaves = 1000;
  // Long before a leaf expires in a program that runs for months.
  static constexpr std::time_t renewed_after_seconds = std::time_t{30} * 24 * 3600;

  explicit LeafStore(CertificatePair authority, std::size_t capacity = most_leaves)
      : mint_(std::move(authority)), capacity_(capacity) {}

  // The leaf for this host, and for the other names, minted when there is none, or none young enough. Throws
  // std::runtime_error.
  [[nodiscard]] CertificatePtr leaf(const CertificateName& name, std::time_t now,
                                    const std::vector<CertificateName>& others = {});

  [[nodiscard]] const LeafMint& mint() const { return mint_; }

private:
  struct Kept {
    CertificatePtr leaf;
    std::time_t minted;
  };

  LeafMint mint_;
  std::size_t capacity_;
  std::unordered_map<std::string, Kept> kept_;  // by the names, with a blank behind each
};

}  // namespace wiretape::io

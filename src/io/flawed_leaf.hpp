// SPDX-License-Identifier: MIT
// Certificates that no careful client accepts.
#pragma once

#include <ctime>

#include "io/certificate_authority.hpp"
#include "io/certificate_name.hpp"
#include "io/certificate_pair.hpp"
#include "io/leaf_mint.hpp"

namespace wiretape::io {

// A leaf for this host with that flaw, and its key. All else of it is as `mint` makes it. The first weak key
// of a process takes some 30 ms. Throws std::runtime_error.
[[nodiscard]] CertificatePair mint_flawed(const LeafMint& mint, const CertificateName& host, std::time_t now,
                                          CertificateFlaw flaw);

}  // namespace wiretape::io

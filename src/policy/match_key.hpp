// SPDX-License-Identifier: MIT
// What the parts of a request beyond its head come to, as numbers: so that of a thousand recorded requests
// those that differ are told without looking at them again.
#pragma once

#include <cstdint>

#include <wiretape/options.hpp>

namespace wiretape::policy {

struct MatchKey {
  std::uint64_t raw = 0;        // by the bytes of the body
  std::uint64_t canonical = 0;  // by what they mean
  bool is_known = false;        // else it says nothing
};

// Of the parts that are not in the head.
[[nodiscard]] MatchKey match_key(const MatchPolicy& policy, const Request& request);
// False: the two requests are not equal to the policy. True: they may be.
[[nodiscard]] inline bool may_be_equal(const MatchKey& a, const MatchKey& b) {
  return !a.is_known || !b.is_known || a.raw == b.raw || a.canonical == b.canonical;
}

}  // namespace wiretape::policy

// SPDX-License-Identifier: MIT
// Random tests that can be repeated.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <iostream>

namespace wiretape::support {

// WIRETAPE_SEED, else `usual`; printed.
inline std::uint32_t seed(std::uint32_t usual) {
  const char* wanted = std::getenv("WIRETAPE_SEED");
  const auto seed = wanted == nullptr ? usual : static_cast<std::uint32_t>(std::strtoul(wanted, nullptr, 10));
  std::cout << "[     SEED ] WIRETAPE_SEED=" << seed << '\n';
  return seed;
}

}  // namespace wiretape::support

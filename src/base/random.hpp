// SPDX-License-Identifier: MIT
// Numbers that look like chance and are the same for the same seed, on every machine.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>

namespace wiretape {

// Two numbers as one that neither of them can be told from.
[[nodiscard]] constexpr std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
  std::uint64_t z = a + 0x9E3779B97F4A7C15U * (b + 1);  // SplitMix64 (Steele, Lea, Flood 2014)
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31);
}

class Random {
public:
  explicit constexpr Random(std::uint64_t seed) : seed_(seed) {}

  constexpr std::uint64_t next() { return mixed(seed_, count_++); }
  // 0 <= x < 1
  constexpr double fraction() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
  // 0 <= n < end
  constexpr std::uint64_t below(std::uint64_t end) {
    return static_cast<std::uint64_t>(fraction() * static_cast<double>(end));
  }
  // Mean 0, deviation 1 (Box and Muller 1958).
  double normal() {
    const double radius = std::sqrt(-2 * std::log(1 - fraction()));
    return radius * std::cos(2 * std::numbers::pi * fraction());
  }

private:
  std::uint64_t seed_;
  std::uint64_t count_ = 0;
};

}  // namespace wiretape

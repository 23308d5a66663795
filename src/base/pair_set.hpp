// SPDX-License-Identifier: MIT
// A set of pairs of bytes: where a text may begin that begins with one of some hundred others.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace wiretape {

class PairSet {
public:
  constexpr void add(char first, char second) {
    const auto pair = index(first, second);
    bits_[pair / 64] |= std::uint64_t{1} << (pair % 64);
  }
  // The place of the first pair at or behind `from` that is in the set; npos when there is none.
  [[nodiscard]] constexpr std::size_t find_in(std::string_view text, std::size_t from = 0) const {
    for (auto i = from; i + 1 < text.size(); ++i) {
      const auto pair = index(text[i], text[i + 1]);
      if ((bits_[pair / 64] >> (pair % 64) & 1) != 0) return i;
    }
    return std::string_view::npos;
  }

private:
  static constexpr std::size_t index(char first, char second) {
    return static_cast<std::size_t>(static_cast<unsigned char>(first)) << 8 |
           static_cast<unsigned char>(second);
  }

  std::array<std::uint64_t, 1024> bits_{};
};

}  // namespace wiretape

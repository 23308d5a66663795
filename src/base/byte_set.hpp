// SPDX-License-Identifier: MIT
// A set of bytes, each looked up in one step. std::string_view's find_first_of calls memchr for each byte.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace wiretape {

class ByteSet {
public:
  constexpr explicit ByteSet(std::string_view bytes) {
    for (const char c : bytes) has_[static_cast<unsigned char>(c)] = true;
  }
  [[nodiscard]] constexpr bool has(char c) const { return has_[static_cast<unsigned char>(c)]; }
  // The place of the first byte at or behind `from` that is in the set; npos when there is none.
  [[nodiscard]] constexpr std::size_t find_in(std::string_view text, std::size_t from = 0) const {
    for (auto i = from; i < text.size(); ++i) {
      if (has(text[i])) return i;
    }
    return std::string_view::npos;
  }

private:
  std::array<bool, 256> has_{};
};

}  // namespace wiretape

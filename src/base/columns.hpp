// SPDX-License-Identifier: MIT
// Tables on a terminal, as far as ASCII and letters of one column go.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace wiretape {

[[nodiscard]] constexpr bool begins_code_point(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

// How many columns a text takes.
[[nodiscard]] inline std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_code_point));
}

// With blanks behind it up to a width; a longer one as it is.
[[nodiscard]] inline std::string padded(std::string text, std::size_t width) {
  text.append(width - std::min(width, columns(text)), ' ');
  return text;
}

// With blanks before it.
[[nodiscard]] inline std::string aligned_right(const std::string& text, std::size_t width) {
  return std::string(width - std::min(width, columns(text)), ' ') + text;
}

}  // namespace wiretape

// SPDX-License-Identifier: MIT
// Names of cases, as GoogleTest takes them.
#pragma once

#include <string>
#include <string_view>

namespace wiretape::sweep {

[[nodiscard]] constexpr bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// The letters and digits of a text, with a '_' for what lies between them: "/v1/today.json" is
// "v1_today_json". At most so many bytes.
[[nodiscard]] std::string identifier(std::string_view text, std::size_t longest = std::string_view::npos);

}  // namespace wiretape::sweep

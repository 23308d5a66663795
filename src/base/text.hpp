// SPDX-License-Identifier: MIT
// Small things every floor says about text. ASCII only: the wire knows no locale.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wiretape {

[[nodiscard]] std::string to_lower(std::string_view text);
[[nodiscard]] bool equals_ignoring_case_of_same_size(std::string_view a, std::string_view b);
[[nodiscard]] inline bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && equals_ignoring_case_of_same_size(a, b);
}
// Without spaces and tabs at both ends (RFC 9110 §5.6.3, OWS).
[[nodiscard]] std::string_view trim(std::string_view text);
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);
// A whole text of decimal digits that fits; no sign, no space.
[[nodiscard]] std::optional<std::uint64_t> parse_decimal(std::string_view digits);

[[nodiscard]] bool is_valid_utf8(std::string_view bytes);
// For messages and tables: control bytes, DEL and bytes that are no UTF-8 as \n, \t, \x1b; at most
// `limit` bytes of input, then "…".
[[nodiscard]] std::string escape_control(std::string_view text, std::size_t limit = std::string_view::npos);

// As one word for a shell: 'it'\''s'.
[[nodiscard]] std::string shell_quoted(std::string_view text);

}  // namespace wiretape

// SPDX-License-Identifier: MIT
// The character classes of HTTP and URLs (RFC 9110 §5.6, RFC 3986 §2). ASCII only.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace wiretape::http {

[[nodiscard]] constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
[[nodiscard]] constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }
// 0x00 to 0x1F without the tab, and 0x7F. Bytes from 0x80 (obs-text) are none.
[[nodiscard]] constexpr bool is_control(char c) { return (c >= 0 && c < ' ' && c != '\t') || c == '\x7f'; }

// 0 to 15, or -1.
[[nodiscard]] constexpr int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// tchar and token, of which methods and field names are made (RFC 9110 §5.6.2).
[[nodiscard]] bool is_token_char(char c);
[[nodiscard]] bool is_token(std::string_view text);

// The place of the first byte that is no token character, or of the first control byte; npos when
// there is none.
[[nodiscard]] std::size_t find_not_token(std::string_view text);
[[nodiscard]] std::size_t find_control(std::string_view text);

// One byte or text for a message: "a", "\x00", in quotes and with control bytes escaped; at most 40
// bytes of it.
[[nodiscard]] std::string quote(std::string_view text);

}  // namespace wiretape::http

// SPDX-License-Identifier: MIT
#include "base/base64.hpp"

#include <algorithm>

#include <array>
#include <cstdint>

namespace wiretape {

namespace {

constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<std::int8_t, 256> values = [] {
  std::array<std::int8_t, 256> table{};
  table.fill(-1);
  for (std::size_t i = 0; i < digits.size(); ++i) {
    table[static_cast<unsigned char>(digits[i])] = static_cast<std::int8_t>(i);
  }
  return table;
}();

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

}  // namespace

std::string base64_encode(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = group << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      out += i + k <= bytes.size() ? digits[group >> (18 - 6 * k) & 63] : '=';
    }
  }
  return out;
}

Result<std::string> base64_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size() / 4 * 3);
  std::uint32_t group = 0;
  std::size_t count = 0, padding = 0;  // digits seen, '=' seen
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_blank(text[i])) continue;
    if (text[i] == '=') {
      ++padding;
      continue;
    }
    const auto value = values[static_cast<unsigned char>(text[i])];
    if (value < 0) return Error{"not a base64 digit", i};
    if (padding > 0) return Error{"a base64 digit after the padding", i};
    group = (group << 6 | static_cast<std::uint32_t>(value)) & 0xFFFFFF;
    if (++count % 4 == 0) {
      out += {static_cast<char>(group >> 16), static_cast<char>(group >> 8), static_cast<char>(group)};
    }
  }
  const std::size_t left = count % 4;
  if (left == 1 || (left + padding) % 4 != 0 || padding > 2) {
    return Error{"base64 of the wrong length", text.size()};
  }
  if (left >= 2) out += static_cast<char>(group >> (left == 2 ? 4 : 10));
  if (left == 3) out += static_cast<char>(group >> 2);
  return out;
}

std::string base64url_encode(std::string_view bytes) {
  auto text = base64_encode(bytes);
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  while (text.ends_with('=')) text.pop_back();
  return text;
}

Result<std::string> base64url_decode(std::string_view digits) {
  std::string text(digits);
  std::replace(text.begin(), text.end(), '-', '+');
  std::replace(text.begin(), text.end(), '_', '/');
  return base64_decode(text.append((4 - text.size() % 4) % 4, '='));
}

}  // namespace wiretape

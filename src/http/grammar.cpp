// SPDX-License-Identifier: MIT
#include "http/grammar.hpp"

#include <algorithm>

#include "base/byte_set.hpp"
#include "base/text.hpp"

namespace wiretape::http {

namespace {

template <class Predicate>
std::size_t find(std::string_view text, Predicate predicate) {
  const auto found = std::find_if(text.begin(), text.end(), predicate);
  return found == text.end() ? std::string_view::npos : static_cast<std::size_t>(found - text.begin());
}

}  // namespace

bool is_token_char(char c) {
  static constexpr ByteSet token_chars("!#$%&'*+-.^_`|~");
  return is_digit(c) || is_alpha(c) || token_chars.has(c);
}

bool is_token(std::string_view text) {
  return !text.empty() && find_not_token(text) == std::string_view::npos;
}

std::size_t find_not_token(std::string_view text) {
  return find(text, [](char c) { return !is_token_char(c); });
}

std::size_t find_control(std::string_view text) { return find(text, is_control); }

std::string quote(std::string_view text) { return '"' + escape_control(text, 40) + '"'; }

}  // namespace wiretape::http

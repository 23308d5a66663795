// SPDX-License-Identifier: MIT
#include "base/json_pointer.hpp"

#include "base/text.hpp"

namespace wiretape {

namespace {

std::optional<std::string> unescape_token(std::string_view token) {
  std::string out;
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (token[i] != '~') {
      out += token[i];
      continue;
    }
    const char next = ++i < token.size() ? token[i] : '\0';
    if (next != '0' && next != '1') return std::nullopt;
    out += next == '0' ? '~' : '/';
  }
  return out;
}

}  // namespace

std::string escaped_pointer_token(std::string_view token) {
  std::string out;
  for (const char c : token) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

std::optional<std::vector<std::string>> parse_pointer(std::string_view pointer) {
  std::vector<std::string> tokens;
  if (pointer.empty()) return tokens;
  if (pointer.front() != '/') return std::nullopt;
  for (const auto token : split(pointer.substr(1), '/')) {
    auto read = unescape_token(token);
    if (!read) return std::nullopt;
    tokens.push_back(std::move(*read));
  }
  return tokens;
}

std::string to_pointer(const std::vector<std::string>& tokens, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += '/' + escaped_pointer_token(tokens[i]);
  return out;
}

}  // namespace wiretape

// SPDX-License-Identifier: MIT
// Queries and forms (application/x-www-form-urlencoded).
#include <algorithm>

#include "base/text.hpp"
#include "http/grammar.hpp"
#include "http/url.hpp"

namespace wiretape::http {

std::string percent_decode(std::string_view text, bool plus_is_space) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_whole = text[i] == '%' && i + 2 < text.size();
    const int high = is_whole ? hex_value(text[i + 1]) : -1;
    const int low = is_whole ? hex_value(text[i + 2]) : -1;
    if (high >= 0 && low >= 0) {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

Parameters parse_parameters(std::string_view text) {
  Parameters out;
  for (const auto pair : split(text, '&')) {
    if (pair.empty()) continue;
    const auto equals = std::min(pair.find('='), pair.size());
    const auto value = pair.substr(std::min(equals + 1, pair.size()));
    out.emplace_back(percent_decode(pair.substr(0, equals), true), percent_decode(value, true));
  }
  return out;
}

}  // namespace wiretape::http

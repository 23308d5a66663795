// SPDX-License-Identifier: MIT
#include "policy/explain.hpp"

#include <ostream>

#include "base/text.hpp"
#include "secrets/shown.hpp"

namespace wiretape::policy {

std::string in_quotes(std::string_view text) {
  constexpr std::size_t looked_at = 4096;
  return '"' + escape_control(secrets::shown(text.substr(0, looked_at)), explained_bytes) + '"';
}

void describe_part(std::ostream* os, std::string_view name, const TextMatcher& fits, bool is_negated) {
  if (fits.expected() != nullptr) {
    *os << (is_negated ? "does not have " : "has ") << name << ' ' << in_quotes(*fits.expected());
    return;
  }
  *os << "has a " << name << " that ";
  fits.describe(os, is_negated);
}

void describe_one_of(std::ostream* os, std::string_view name, const TextMatcher& fits, bool is_negated) {
  if (fits.expected() != nullptr) {
    *os << (is_negated ? "lacks " : "has ") << name << ": " << in_quotes(*fits.expected());
    return;
  }
  *os << (is_negated ? "has no " : "has a ") << name << " that ";
  fits.describe(os, false);
}

std::string body_is(const Body& body) {
  const auto& text = body.text();
  if (text.empty()) return "body is empty";
  const bool is_cut = body.is_truncated || text.size() > explained_bytes;
  return (is_cut ? "body begins with " : "body is ") + in_quotes(text);
}

std::string listed(const std::vector<std::string>& texts) {
  if (texts.empty()) return "none";
  std::string out;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i > 0) out += i + 1 == texts.size() ? " and " : ", ";
    out += in_quotes(texts[i]);
  }
  return out;
}

}  // namespace wiretape::policy

// SPDX-License-Identifier: MIT
#include "cli/match_parts.hpp"

#include <algorithm>
#include <stdexcept>

#include "base/text.hpp"

namespace wiretape::cli {

namespace {

constexpr std::string_view header_prefix = "header:";

Result<MatchPart> parse_part(std::string_view text) {
  for (const auto& part : default_match_policy()) {
    if (part.name() == text) return part;
  }
  if (text.starts_with(header_prefix) && text.size() > header_prefix.size()) {
    return match::header(std::string(text.substr(header_prefix.size())));
  }
  return Error{"\"" + escape_control(text, 60) +
               "\" is no part of a request: there are method, scheme, host, port, path, query, body and "
               "header:NAME"};
}

}  // namespace

Result<MatchPolicy> parse_match_parts(std::string_view text) {
  MatchPolicy policy;
  for (const auto piece : split(text, ',')) {
    auto part = parse_part(trim(piece));
    if (!part) return part.error();
    policy.push_back(std::move(*part));
  }
  return policy;
}

std::string format_match_parts(const MatchPolicy& policy) {
  std::string out;
  for (const auto& part : policy) {
    if (!out.empty()) out += ',';
    out +=
        part.kind() == MatchPart::Kind::header ? std::string(header_prefix) + part.argument() : part.name();
  }
  return out;
}

}  // namespace wiretape::cli

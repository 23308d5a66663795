// SPDX-License-Identifier: MIT
#include "policy/request_pattern.hpp"

#include <ostream>
#include <stdexcept>
#include <string_view>

#include "cassette/json.hpp"
#include "cassette/mapping.hpp"

namespace wiretape::policy {

namespace {

using cassette::Mapping;
using cassette::Node;

// Greedy, and back to the last star where it does not go on.
bool fits(std::string_view pattern, std::string_view text) {
  std::size_t at = 0, in = 0, star = std::string_view::npos, behind_star = 0;
  while (in < text.size()) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      behind_star = in;
    } else if (at < pattern.size() && pattern[at] == text[in]) {
      ++at;
      ++in;
    } else if (star != std::string_view::npos) {
      at = star + 1;
      in = ++behind_star;
    } else {
      return false;
    }
  }
  while (at < pattern.size() && pattern[at] == '*') ++at;
  return at == pattern.size();
}

Node& need_mapping(Node& node) {
  if (node.kind != Node::Kind::mapping) cassette::unexpected(node, "a mapping, \"name: value\"");
  return node;
}

}  // namespace

TextMatcher text_pattern(std::string pattern) {
  if (pattern.find('*') == std::string::npos) return pattern;
  return {[pattern](const std::string& text) { return fits(pattern, text); },
          [pattern](std::ostream* os, bool is_negated) {
            *os << (is_negated ? "is not like \"" : "is like \"") << pattern << '"';
          }};
}

RequestMatcher request_pattern(Node& when) {
  Mapping mapping(when, "when",
                  {"method", "url", "scheme", "host", "port", "path", "query", "headers", "body", "json"});
  auto all = AnyRequest();
  const auto text = [&](const char* key, RequestMatcher (*has)(TextMatcher)) {
    if (auto* node = mapping.find(key)) all = all && has(text_pattern(cassette::text_of(*node)));
  };
  text("method", HasMethod);
  text("url", HasUrl);
  text("scheme", HasScheme);
  text("host", HasHost);
  if (auto* port = mapping.find("port"))
    all = all && HasPort(static_cast<int>(cassette::number_of(*port, 65535)));
  text("path", HasPath);
  if (auto* query = mapping.find("query")) {
    for (auto& each : need_mapping(*query).children)
      all = all && HasQueryParam(each.key, text_pattern(cassette::text_of(each)));
  }
  if (auto* headers = mapping.find("headers")) {
    for (auto& each : need_mapping(*headers).children)
      all = all && HasHeader(each.key, text_pattern(cassette::text_of(each)));
  }
  text("body", HasBody);
  if (auto* values = mapping.find("json")) {
    for (auto& each : need_mapping(*values).children) {
      try {
        all = all && HasJson(each.key, json(cassette::write_json(each, {})));
      } catch (const std::invalid_argument& error) {
        cassette::unreadable(each, error.what());
      }
    }
  }
  return all;
}

}  // namespace wiretape::policy

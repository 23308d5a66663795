// SPDX-License-Identifier: MIT
#include "cassette/shown.hpp"

#include <algorithm>
#include <set>

#include "base/base64.hpp"
#include "base/text.hpp"
#include "cassette/json.hpp"
#include "cassette/yaml.hpp"

namespace wiretape::cassette {

namespace {

// Beyond this nobody reads a body member by member, and the tree would take many times its size.
constexpr std::size_t largest_structured_body = 1024 * 1024;
// With room for the levels around it.
constexpr std::size_t deepest_structured_body = 60;

// A member whose name stands before it already, which YAML cannot say and JSON should not.
const Node* repeated_member(const Node& node) {
  // A set costs more than it is worth where there are few.
  constexpr std::size_t few = 16;
  const auto& children = node.children;
  std::set<std::string_view> keys;
  for (const auto& child : children) {
    const auto stands_before = [&] {
      if (children.size() > few) return !keys.insert(child.key).second;
      return std::any_of(children.data(), &child, [&](const Node& other) { return other.key == child.key; });
    };
    if (node.kind == Node::Kind::mapping && stands_before()) return &child;
    if (const auto* deeper = repeated_member(child)) return deeper;
  }
  return nullptr;
}

bool has_long_key(const Node& node) {
  return std::any_of(node.children.begin(), node.children.end(),
                     [](const Node& child) { return child.key.size() > longest_key || has_long_key(child); });
}

bool add_json(Node& node, const std::string& shown) {
  if (shown.size() > largest_structured_body || (!shown.starts_with('{') && !shown.starts_with('[')))
    return false;
  auto json = read_json(shown, deepest_structured_body);
  if (!json || repeated_member(*json) != nullptr || has_long_key(*json)) return false;
  const auto style = style_of(shown, *json);
  if (!style) return false;
  node.add("json", *std::move(json));
  if (*style != JsonStyle()) node.add("json_style", Node::string(to_string(*style)));
  return true;
}

JsonStyle style_named_in(Mapping& mapping) {
  const auto* node = mapping.find("json_style");
  if (node == nullptr) return {};
  const auto style = json_style(node->text);
  if (!style) {
    unexpected(
        *node,
        "compact, spaced, tabs or indent 0 to 8, and behind commas any of ascii, slashes, html, newline");
  }
  return *style;
}

}  // namespace

Node folded_base64(std::string_view bytes) {
  auto node = Node::string(base64_encode(bytes));
  node.layout = Node::Layout::folded;
  return node;
}

void add_shown(Node& node, const std::string& shown, bool is_text_allowed) {
  if (is_text_allowed && add_json(node, shown)) return;
  if (is_text_allowed && is_valid_utf8(shown)) {
    node.add("text", Node::string(shown));
  } else {
    node.add("base64", folded_base64(shown));
  }
}

std::string shown_of(Mapping& mapping, const Node& node, std::string_view what) {
  auto* json = mapping.find("json");
  auto* text = mapping.find("text");
  auto* base64 = mapping.find("base64");
  if ((json != nullptr) + (text != nullptr) + (base64 != nullptr) > 1) {
    unreadable(node, std::string(what) + " has one of json, text and base64");
  }
  const auto style = style_named_in(mapping);
  if (json != nullptr) {
    const auto* repeated = repeated_member(*json);
    if (repeated != nullptr)
      unreadable(*repeated, "'" + escape_control(repeated->key, 60) + "' stands twice in json");
    return write_json(*json, style);
  }
  if (base64 != nullptr) return bytes_of_base64(*base64);
  return text != nullptr ? text_of(*text) : std::string();
}

}  // namespace wiretape::cassette

// SPDX-License-Identifier: MIT
#include "cassette/body.hpp"

#include <algorithm>
#include <set>

#include "base/base64.hpp"
#include "base/text.hpp"
#include "cassette/checksum.hpp"
#include "cassette/json.hpp"
#include "cassette/mapping.hpp"
#include "cassette/yaml.hpp"
#include "http/content_coding.hpp"

namespace wiretape::cassette {

namespace {

// Beyond this nobody reads a body member by member, and the tree would take many times its size.
constexpr std::size_t largest_structured_body = 1024 * 1024;
// With room for the levels around it.
constexpr std::size_t deepest_structured_body = 60;

// A member whose name stands before it already, which YAML cannot say and JSON should not.
const Node* repeated_member(const Node& node) {
  std::set<std::string_view> keys;
  for (const auto& child : node.children) {
    if (node.kind == Node::Kind::mapping && !keys.insert(child.key).second) return &child;
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

std::string shown_of(Mapping& mapping, const Node& node) {
  auto* json = mapping.find("json");
  auto* text = mapping.find("text");
  auto* base64 = mapping.find("base64");
  if ((json != nullptr) + (text != nullptr) + (base64 != nullptr) > 1) {
    unreadable(node, "a body has one of json, text and base64");
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

// Tells whether the shown body, or how it is encoded, was edited.
std::string mark_of(const std::string& shown, const Headers& headers) {
  std::string codings;
  for (const auto& value : headers.all("Content-Encoding")) codings += value + '\n';
  return checksum(codings + shown);
}

std::string encoded(std::string bytes, const Headers& headers, const Node& node) {
  for (const auto& value : headers.all("Content-Encoding")) {
    for (const auto coding : split(value, ',')) {
      const auto name = to_lower(trim(coding));
      if (name.empty() || name == "identity") continue;
      auto encoded = http::encode_content(bytes, name);
      if (!encoded) {
        unreadable(node, "the body was edited and cannot be encoded anew: " + encoded.error().message +
                             "; remove the field Content-Encoding, and wire");
      }
      bytes = *std::move(encoded);
    }
  }
  return bytes;
}

}  // namespace

Node to_node(const Body& body, const Headers& headers) {
  auto node = Node::mapping();
  // A body with a coding that was not removed is shown as base64, which is never encoded anew.
  const bool is_opaque = !body.decoded && http::has_content_coding(headers);
  const auto& shown = body.text();
  if (!shown.empty() || body.decoded) add_shown(node, shown, !is_opaque);
  if (body.decoded) {
    node.add("wire", folded_base64(body.bytes));
    node.add("wire_of", Node::string(mark_of(*body.decoded, headers)));
  }
  if (body.is_truncated) node.add("truncated", Node::plain("true"));
  return node;
}

Body body_of(Node& node, const Headers& headers) {
  Mapping mapping(node, "body", {"json", "json_style", "text", "base64", "wire", "wire_of", "truncated"});
  auto shown = shown_of(mapping, node);
  auto* wire = mapping.find("wire");
  Body body;
  body.is_truncated = mapping.flag("truncated");
  if (wire != nullptr && mapping.text("wire_of") == mark_of(shown, headers)) {
    body.bytes = bytes_of_base64(*wire);
    body.decoded = std::move(shown);
  } else if (http::has_content_coding(headers) &&
             (wire != nullptr || mapping.find("json") != nullptr || mapping.find("text") != nullptr)) {
    body.bytes = encoded(shown, headers, node);
    body.decoded = std::move(shown);
  } else {
    body.bytes = std::move(shown);
  }
  return body;
}

}  // namespace wiretape::cassette

// SPDX-License-Identifier: MIT
#include "cassette/mapping.hpp"

#include <algorithm>
#include <limits>

#include "base/base64.hpp"
#include "base/closest.hpp"
#include "base/text.hpp"
#include "http/line.hpp"

namespace wiretape::cassette {

namespace {

std::string quote(std::string_view text) { return "'" + escape_control(text, 60) + "'"; }

std::string name_of(const Node& node) { return node.key.empty() ? "an element" : quote(node.key); }

std::string suggestion(std::string_view key, std::initializer_list<std::string_view> keys) {
  const auto best = std::min_element(keys.begin(), keys.end(), [&](std::string_view a, std::string_view b) {
    return edits_between(key, a) < edits_between(key, b);
  });
  if (key.size() <= 40 && edits_between(key, *best) <= 2 + best->size() / 6)
    return ", did you mean '" + std::string(*best) + "'?";
  std::string list = "; it may have";
  for (const auto known : keys) list += (known == *keys.begin() ? " " : ", ") + std::string(known);
  return list;
}

}  // namespace

void unreadable(const Node& node, std::string message) { throw Unreadable{{std::move(message), node.line}}; }

void unexpected(const Node& node, std::string_view wanted) {
  unreadable(node, name_of(node) + " must be " + std::string(wanted) +
                       (node.kind == Node::Kind::scalar ? ", not " + quote(node.text) : ""));
}

Mapping::Mapping(Node& node, std::string_view what, std::initializer_list<std::string_view> keys)
    : node_(node), what_(what) {
  if (node.kind != Node::Kind::mapping)
    unreadable(node, std::string(what) + " must be a mapping, \"key: value\"");
  for (auto child = node.children.begin(); child != node.children.end(); ++child) {
    if (std::find(keys.begin(), keys.end(), child->key) == keys.end()) {
      unreadable(*child, "unknown key " + quote(child->key) + " in " + std::string(what) +
                             suggestion(child->key, keys));
    }
    if (std::any_of(node.children.begin(), child,
                    [&](const Node& other) { return other.key == child->key; })) {
      unreadable(*child, quote(child->key) + " stands twice in " + std::string(what));
    }
  }
}

Node* Mapping::find(std::string_view key) {
  const auto found = std::find_if(node_.children.begin(), node_.children.end(),
                                  [&](const Node& child) { return child.key == key; });
  return found == node_.children.end() ? nullptr : &*found;
}

Node& Mapping::need(std::string_view key) {
  auto* found = find(key);
  if (found == nullptr) unreadable(node_, std::string(what_) + " has no '" + std::string(key) + "'");
  return *found;
}

std::string Mapping::text(std::string_view key, std::string_view otherwise) {
  auto* found = find(key);
  return found == nullptr ? std::string(otherwise) : text_of(*found);
}

std::uint64_t Mapping::number(std::string_view key, std::uint64_t otherwise, std::uint64_t highest) {
  const auto* found = find(key);
  return found == nullptr ? otherwise : number_of(*found, highest);
}

std::chrono::milliseconds Mapping::milliseconds(std::string_view key) {
  return std::chrono::milliseconds(
      number(key, 0, static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())));
}

bool Mapping::flag(std::string_view key) {
  const auto* found = find(key);
  if (found == nullptr) return false;
  if (found->text != "true" && found->text != "false") unexpected(*found, "true or false");
  return found->text == "true";
}

std::string text_of(Node& node) {
  if (node.kind == Node::Kind::mapping && node.children.size() == 1 && node.children[0].key == "base64") {
    return bytes_of_base64(node.children[0]);
  }
  if (node.kind != Node::Kind::scalar) unexpected(node, "text, or {base64: ...}");
  if (node.is_null()) unreadable(node, name_of(node) + " has no value; an empty text is \"\"");
  return std::move(node.text);
}

Node text_node(std::string text) {
  if (is_valid_utf8(text)) return Node::string(std::move(text));
  auto node = Node::mapping();
  node.add("base64", Node::string(base64_encode(text)));
  return node;
}

std::uint64_t number_of(const Node& node, std::uint64_t highest) {
  const auto value = node.kind == Node::Kind::scalar ? parse_decimal(node.text) : std::nullopt;
  if (!value || *value > highest) unexpected(node, "a whole number from 0 to " + std::to_string(highest));
  return *value;
}

std::string bytes_of_base64(const Node& node) {
  if (node.kind != Node::Kind::scalar || node.is_null()) unexpected(node, "base64 text");
  auto bytes = base64_decode(node.text);
  if (!bytes) {
    unreadable(node, quote(node.key) + " is no base64: " + bytes.error().message + ", at character " +
                         std::to_string(bytes.error().offset + 1));
  }
  return *std::move(bytes);
}

std::vector<Node>& elements_of(Node& node) {
  if (node.kind != Node::Kind::sequence) unexpected(node, "a list");
  return node.children;
}

void refuse_line_ends(const Node& node, std::string_view text, std::string_view what) {
  if (http::find_line_byte(text) != std::string_view::npos) {
    unreadable(node, std::string(what) + " holds a line end or NUL: " + quote(text));
  }
}

}  // namespace wiretape::cassette

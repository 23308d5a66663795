// SPDX-License-Identifier: MIT
// What YAML and JSON have in common: scalars, sequences and mappings, in order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace wiretape::cassette {

// How deep a cassette may nest. What Wiretape writes needs 12 levels beside a JSON body's own.
inline constexpr std::size_t deepest_nesting = 100;

struct Node {
  enum class Kind : std::uint8_t { scalar, sequence, mapping };
  enum class Layout : std::uint8_t {
    block,
    flow,     // on one line: [1, 2]
    folded,   // base64 in lines
    literal,  // text as it is, below its key, also where it is one line
  };

  Kind kind = Kind::scalar;
  // A scalar without quotes: a number, true, false or null if it is spelled so, else a string.
  bool is_plain = false;
  Layout layout = Layout::block;  // for the writers
  std::size_t line = 0;           // 1-based; where its key stands, if it has one
  std::string key;                // in a mapping
  std::string text;               // of a scalar
  std::vector<Node> children;

  static Node string(std::string text) { return {.text = std::move(text)}; }
  static Node plain(std::string text) { return {.is_plain = true, .text = std::move(text)}; }
  template <class Number>
  static Node number(Number value) {
    return plain(std::to_string(value));
  }
  static Node sequence(Layout layout = Layout::block) { return {.kind = Kind::sequence, .layout = layout}; }
  static Node mapping(Layout layout = Layout::block) { return {.kind = Kind::mapping, .layout = layout}; }

  void add(Node child) { children.push_back(std::move(child)); }
  void add(std::string name, Node child) {
    child.key = std::move(name);
    children.push_back(std::move(child));
  }
  [[nodiscard]] bool is_null() const { return is_plain && text == "null"; }

  friend bool operator==(const Node&, const Node&) = default;
};

// Thrown while a document is taken apart; never leaves this floor. Error.offset is a line.
struct Unreadable {
  Error error;
};

}  // namespace wiretape::cassette

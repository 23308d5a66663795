// SPDX-License-Identifier: MIT
// Takes a mapping of a cassette apart. Whatever is not as it should be throws Unreadable with its line.
#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "cassette/node.hpp"

namespace wiretape::cassette {

[[noreturn]] void unreadable(const Node& node, std::string message);
// "'kind' must be <wanted>, not 'x'"
[[noreturn]] void unexpected(const Node& node, std::string_view wanted);

class Mapping {
public:
  // `what` is the mapping in messages: "response". Refuses unknown and repeated keys. The node outlives
  // this.
  Mapping(Node& node, std::string_view what, std::initializer_list<std::string_view> keys);

  [[nodiscard]] Node* find(std::string_view key);  // null where there is none
  [[nodiscard]] Node& need(std::string_view key);
  // The value, or the default where the key is missing. The node's text is moved out.
  [[nodiscard]] std::string text(std::string_view key, std::string_view otherwise = {});
  [[nodiscard]] std::uint64_t number(std::string_view key, std::uint64_t otherwise, std::uint64_t highest);
  [[nodiscard]] std::chrono::milliseconds milliseconds(std::string_view key);
  [[nodiscard]] bool flag(std::string_view key);  // false where it is missing

private:
  Node& node_;
  std::string_view what_;
};

// Text, or {base64: ...} where it is no UTF-8; moved out of the node.
[[nodiscard]] std::string text_of(Node& node);
[[nodiscard]] Node text_node(std::string text);
[[nodiscard]] std::uint64_t number_of(const Node& node, std::uint64_t highest);
[[nodiscard]] std::string bytes_of_base64(const Node& node);
// The elements of a sequence.
[[nodiscard]] std::vector<Node>& elements_of(Node& node);
// What ends a line of the head would let an edited value forge another (RFC 9112 §11.1).
void refuse_line_ends(const Node& node, std::string_view text, std::string_view what);

}  // namespace wiretape::cassette

// SPDX-License-Identifier: MIT
// JSON text (RFC 8259) with its spelling kept: the order of members, and how numbers are written.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "cassette/node.hpp"

namespace wiretape::cassette {

// What programs that write JSON differ in.
struct JsonStyle {
  enum class Layout : std::uint8_t {
    compact,  // {"a":1,"b":[2,3]}
    spaced,   // {"a": 1, "b": [2, 3]}
    lines,    // a line for each
  };
  Layout layout = Layout::compact;
  std::string indent = "  ";     // of lines
  bool is_ascii = false;         // beyond ASCII as \u00e4
  bool escapes_slashes = false;  // "\/"
  bool escapes_html = false;     // <, > and & as \u003c, as Go and Rails do
  bool ends_with_newline = false;

  friend bool operator==(const JsonStyle&, const JsonStyle&) = default;
};

// "compact", "indent 2, ascii, newline"
[[nodiscard]] std::string to_string(const JsonStyle& style);
[[nodiscard]] std::optional<JsonStyle> json_style(std::string_view name);

[[nodiscard]] bool is_json_number(std::string_view text);  // RFC 8259 §6

// Error.offset is a line. The depth is limited; members of the same name are kept.
Result<Node> read_json(std::string_view text, std::size_t deepest = deepest_nesting);
// `depth`: of the value in a text around it, whose lines begin with so many indents.
[[nodiscard]] std::string write_json(const Node& node, const JsonStyle& style, std::size_t depth = 0);

// The style in which write_json gives back `text`, that `node` was read from; nothing when there is
// none.
[[nodiscard]] std::optional<JsonStyle> style_of(std::string_view text, const Node& node);

}  // namespace wiretape::cassette

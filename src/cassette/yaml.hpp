// SPDX-License-Identifier: MIT
// YAML, as Wiretape lays it out and as people write it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "cassette/node.hpp"

namespace wiretape::cassette {

// The content of one document, without the lines "---" and "..."; `root` is a mapping. Plain scalars
// are plain in it, and strings are quoted where another reader could take them for something else.
[[nodiscard]] std::string write_yaml(const Node& root);

// A mapping's key longer than this cannot be written (YAML 1.2 §7.4.2: 1024 characters, quoted).
inline constexpr std::size_t longest_key = 200;

// Whether a string can stand without quotes on one line and stay a string to every YAML reader.
[[nodiscard]] bool can_stand_plain(std::string_view text, bool is_in_flow);

// One document of a stream, found by its marks alone.
struct Document {
  std::string_view text;  // with its "---", if it has one
  std::size_t line = 1;   // 1-based, of the first byte of text
};

// Where one stands in a stream that is gone through line by line.
struct DocumentPlace {
  std::uint64_t offset = 0, size = 0;  // as Document's text
  std::size_t line = 1;
  std::string head = {};  // its first lines, for glance_at
};

// Finds documents without reading them, by their marks: a stream's lines come in order.
class DocumentScanner {
public:
  explicit DocumentScanner(std::function<void(const DocumentPlace&)> found) : found_(std::move(found)) {}

  // A line without its '\n', and where it begins. What is wrong, with a line; nothing where all is well.
  std::optional<Error> take(std::string_view line, std::uint64_t offset);
  // After the last line; `size` of the stream.
  std::optional<Error> finish();

private:
  void look_at(std::string_view line, std::uint64_t offset);
  void open(std::uint64_t offset);
  void close(std::uint64_t offset);

  std::function<void(const DocumentPlace&)> found_;
  std::size_t line_ = 1, head_lines_ = 0;
  bool is_open_ = false, has_content_ = false;
  DocumentPlace open_;
};

// Splits a stream at its "---" and "..." lines; stretches of comments alone are left out. Errors, with
// a line: a last document without its "...", what git leaves of a conflict.
Result<std::vector<Document>> scan_documents(std::string_view text);

// Reads what write_yaml writes; nothing for anything else, also where YAML allows it.
[[nodiscard]] std::optional<Node> read_own_yaml(const Document& document);
// Any YAML but tags, anchors and aliases. Error.offset is a line.
Result<Node> read_any_yaml(const Document& document);
// The former where it can, else the latter. Error.offset is a line.
Result<Node> read_yaml(const Document& document);

// "GET" of a line "  method: GET" where a document begins as write_yaml begins an interaction.
struct Glance {
  std::string_view method, url;
};
[[nodiscard]] std::optional<Glance> glance_at(const Document& document);

}  // namespace wiretape::cassette

// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "cassette/json.hpp"
#include "cassette/utf8.hpp"

namespace wiretape::cassette {

namespace {

void append_unit(std::string& out, char32_t unit) {
  out += "\\u";
  append_hex(out, unit, 4);
}

void append_escaped(std::string& out, char32_t c) {
  if (c < 0x10000) return append_unit(out, c);
  append_unit(out, 0xD800 + ((c - 0x10000) >> 10));
  append_unit(out, 0xDC00 + ((c - 0x10000) & 0x3FF));
}

// What YAML takes for true, false and null (YAML 1.2 §10.3.2); JSON spells them in lower case.
bool is_word(std::string_view text) {
  static constexpr std::array<std::string_view, 9> words{"true",  "True", "TRUE", "false", "False",
                                                         "FALSE", "null", "Null", "NULL"};
  return std::find(words.begin(), words.end(), text) != words.end();
}

class JsonWriter {
public:
  explicit JsonWriter(const JsonStyle& style) : style_(style) {
    for (std::size_t c = 0x20; c < 0x7F; ++c) stands_as_it_is_.at(c) = true;
    for (const char c : {'"', '\\'}) escape(c);
    if (style.escapes_slashes) escape('/');
    if (style.escapes_html) {
      for (const char c : {'<', '>', '&'}) escape(c);
    }
  }

  void value(const Node& node, std::size_t depth, bool is_inline) {
    if (node.kind == Node::Kind::scalar) return scalar(node);
    const bool is_mapping = node.kind == Node::Kind::mapping;
    const bool has_lines =
        style_.layout == JsonStyle::Layout::lines && !is_inline && node.layout != Node::Layout::flow;
    out_ += is_mapping ? '{' : '[';
    for (const auto& child : node.children) {
      if (&child != node.children.data())
        out_ += has_lines || style_.layout == JsonStyle::Layout::compact ? "," : ", ";
      if (has_lines) new_line(depth + 1);
      if (is_mapping) {
        string(child.key);
        out_ += style_.layout == JsonStyle::Layout::compact ? ":" : ": ";
      }
      value(child, depth + 1, !has_lines);
    }
    if (has_lines && !node.children.empty()) new_line(depth);
    out_ += is_mapping ? '}' : ']';
  }

  std::string take() {
    if (style_.ends_with_newline) out_ += '\n';
    return std::move(out_);
  }

private:
  void new_line(std::size_t depth) {
    const auto size = 1 + depth * style_.indent.size();
    while (line_begin_.size() < size) line_begin_ += style_.indent;
    out_.append(line_begin_, 0, size);
  }

  void scalar(const Node& node) {
    if (!node.is_plain) return string(node.text);
    if (is_word(node.text)) {
      out_ += to_lower(node.text);
      return;
    }
    if (!is_json_number(node.text)) return string(node.text);
    out_ += node.text;
  }

  void string(std::string_view text) {
    out_ += '"';
    for (std::size_t at = 0; at < text.size();) {
      auto end = at;
      while (end < text.size() && stands_as_it_is_[static_cast<unsigned char>(text[end])]) ++end;
      out_ += text.substr(at, end - at);
      at = end;
      if (at == text.size()) break;
      const auto [c, length] = code_point_at(text, at);
      if (!special(c)) out_ += text.substr(at, length);
      at += length;
    }
    out_ += '"';
  }

  void escape(char c) { stands_as_it_is_.at(static_cast<unsigned char>(c)) = false; }

  // Appends what must not stand as it is; false for what can.
  bool special(char32_t c) {
    static constexpr std::string_view letters = "\"\\bfnrt";
    static constexpr std::string_view meanings = "\"\\\b\f\n\r\t";
    const auto which = c < 0x80 ? meanings.find(static_cast<char>(c)) : std::string_view::npos;
    const bool is_html = c == '<' || c == '>' || c == '&' || c == 0x2028 || c == 0x2029;
    if (which != std::string_view::npos) {
      out_ += {'\\', letters[which]};
    } else if (c < 0x20 || (style_.is_ascii && c >= 0x7F) || (style_.escapes_html && is_html)) {
      append_escaped(out_, c);
    } else if (c == '/' && style_.escapes_slashes) {
      out_ += "\\/";
    } else {
      return false;
    }
    return true;
  }

  const JsonStyle& style_;
  std::array<bool, 256> stands_as_it_is_{};  // most do
  std::string line_begin_ = "\n";            // and as many indents as were needed so far
  std::string out_;
};

}  // namespace

std::string write_json(const Node& node, const JsonStyle& style, std::size_t depth) {
  JsonWriter writer(style);
  writer.value(node, depth, false);
  return writer.take();
}

}  // namespace wiretape::cassette

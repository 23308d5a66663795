// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "cassette/json.hpp"
#include "cassette/utf8.hpp"

namespace wiretape::cassette {

namespace {

constexpr std::size_t widest_indent = 8;

void append_unit(std::string& out, char32_t unit) {
  out += "\\u";
  append_hex(out, unit, 4);
}

void append_escaped(std::string& out, char32_t c) {
  if (c < 0x10000) return append_unit(out, c);
  append_unit(out, 0xD800 + ((c - 0x10000) >> 10));
  append_unit(out, 0xDC00 + ((c - 0x10000) & 0x3FF));
}

class JsonWriter {
public:
  explicit JsonWriter(const JsonStyle& style) : style_(style) {}

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
    out_ += '\n';
    while (depth-- > 0) out_ += style_.indent;
  }

  void scalar(const Node& node) {
    if (!node.is_plain) return string(node.text);
    // What YAML calls true and null is spelled so in JSON (YAML 1.2 §10.3.2).
    static constexpr std::array<std::string_view, 3> words{"true", "false", "null"};
    for (const auto word : words) {
      const auto capital = static_cast<char>(word[0] - 'a' + 'A') + std::string(word.substr(1));
      const bool is_upper = node.text != word && equals_ignoring_case(node.text, word) &&
                            std::none_of(node.text.begin(), node.text.end(), [](char c) { return c >= 'a'; });
      if (node.text == word || node.text == capital || is_upper) {
        out_ += word;
        return;
      }
    }
    if (!is_json_number(node.text)) return string(node.text);
    out_ += node.text;
  }

  void string(std::string_view text) {
    out_ += '"';
    for (std::size_t at = 0; at < text.size();) {
      const auto [c, length] = code_point_at(text, at);
      if (!special(c)) out_ += text.substr(at, length);
      at += length;
    }
    out_ += '"';
  }

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
  std::string out_;
};

// The blanks after the first line end; a guess that style_of proves.
std::string indent_of(std::string_view text) {
  const auto line = text.substr(std::min(text.find('\n'), text.size() - 1) + 1);
  return std::string(line.substr(0, std::min(line.find_first_not_of(" \t"), line.size())));
}

}  // namespace

std::string to_string(const JsonStyle& style) {
  std::string name = "compact";
  if (style.layout == JsonStyle::Layout::spaced) name = "spaced";
  if (style.layout == JsonStyle::Layout::lines) {
    name = style.indent == "\t" ? "tabs" : "indent " + std::to_string(style.indent.size());
  }
  if (style.is_ascii) name += ", ascii";
  if (style.escapes_slashes) name += ", slashes";
  if (style.escapes_html) name += ", html";
  if (style.ends_with_newline) name += ", newline";
  return name;
}

std::optional<JsonStyle> json_style(std::string_view name) {
  const auto words = split(name, ',');
  const auto layout = trim(words[0]);
  JsonStyle style;
  if (layout == "spaced") {
    style.layout = JsonStyle::Layout::spaced;
  } else if (layout == "tabs") {
    style.layout = JsonStyle::Layout::lines;
    style.indent = "\t";
  } else if (layout.starts_with("indent ")) {
    const auto width = parse_decimal(layout.substr(7));
    if (!width || *width > widest_indent) return std::nullopt;
    style.layout = JsonStyle::Layout::lines;
    style.indent = std::string(*width, ' ');
  } else if (layout != "compact") {
    return std::nullopt;
  }
  for (std::size_t i = 1; i < words.size(); ++i) {
    const auto word = trim(words[i]);
    bool* flag = word == "ascii"     ? &style.is_ascii
                 : word == "slashes" ? &style.escapes_slashes
                 : word == "html"    ? &style.escapes_html
                 : word == "newline" ? &style.ends_with_newline
                                     : nullptr;
    if (flag == nullptr) return std::nullopt;
    *flag = true;
  }
  return style;
}

std::string write_json(const Node& node, const JsonStyle& style) {
  JsonWriter writer(style);
  writer.value(node, 0, false);
  return writer.take();
}

std::optional<JsonStyle> style_of(std::string_view text, const Node& node) {
  const auto has = [&](std::string_view part) { return text.find(part) != std::string_view::npos; };
  JsonStyle style;
  style.ends_with_newline = text.ends_with('\n');
  const auto inner = text.substr(0, text.size() - (style.ends_with_newline ? 1 : 0));
  if (inner.find('\n') != std::string_view::npos) {
    style.layout = JsonStyle::Layout::lines;
    style.indent = indent_of(text);
    if (style.indent.size() > widest_indent) return std::nullopt;
    if (style.indent.find('\t') != std::string::npos && style.indent != "\t") return std::nullopt;
  } else if (has("\": ") || has(", ")) {
    style.layout = JsonStyle::Layout::spaced;
  }
  style.escapes_slashes = has("\\/");
  style.escapes_html = has("\\u003") || has("\\u0026") || has("\\u202");
  style.is_ascii = has("\\u") && std::all_of(text.begin(), text.end(), [](char c) { return c >= 0; });
  if (write_json(node, style) == text) return style;
  if (style.layout != JsonStyle::Layout::spaced) return std::nullopt;
  style.layout = JsonStyle::Layout::compact;  // the blanks were inside of strings
  if (write_json(node, style) == text) return style;
  return std::nullopt;
}

}  // namespace wiretape::cassette

// SPDX-License-Identifier: MIT
#include <algorithm>

#include "base/text.hpp"
#include "cassette/json.hpp"
#include "cassette/utf8.hpp"

namespace wiretape::cassette {

namespace {

constexpr std::size_t widest_indent = 8;

// The blanks after the first line end; a guess that style_of proves.
std::string indent_of(std::string_view text) {
  const auto line = text.substr(std::min(text.find('\n'), text.size() - 1) + 1);
  return std::string(line.substr(0, std::min(line.find_first_not_of(" \t"), line.size())));
}

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// `": ` or `, `: blanks are rarer than what stands before them.
bool has_blank_behind_separator(std::string_view text) {
  for (auto at = text.find(' '); at != std::string_view::npos; at = text.find(' ', at + 1)) {
    if (at > 0 && text[at - 1] == ',') return true;
    if (at > 1 && text[at - 1] == ':' && text[at - 2] == '"') return true;
  }
  return false;
}

// False where lines begin with blanks as in no style.
bool guess_layout(std::string_view text, JsonStyle& style) {
  style.ends_with_newline = text.ends_with('\n');
  const auto inner = text.substr(0, text.size() - (style.ends_with_newline ? 1 : 0));
  if (has(inner, "\n")) {
    style.layout = JsonStyle::Layout::lines;
    style.indent = indent_of(text);
    return style.indent == "\t" || (style.indent.size() <= widest_indent && !has(style.indent, "\t"));
  }
  if (has_blank_behind_separator(text)) style.layout = JsonStyle::Layout::spaced;
  return true;
}

// By what is escaped in `text`: a guess too, since an escaped backslash may stand before a "u".
void guess_escapes(std::string_view text, JsonStyle& style) {
  style.escapes_slashes = has(text, "\\/");
  bool has_separator = false, has_other = false;
  for (auto at = text.find("\\u"); at != std::string_view::npos; at = text.find("\\u", at + 2)) {
    char32_t c = 0;
    if (!read_hex(text, at + 2, 4, c)) continue;
    if (c == '<' || c == '>' || c == '&') {
      style.escapes_html = true;
    } else if (c == 0x2028 || c == 0x2029) {
      has_separator = true;
    } else if (c >= 0x7F) {
      has_other = true;
    }
  }
  style.is_ascii = has_other || (has_separator && !style.escapes_html);
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

std::optional<JsonStyle> style_of(std::string_view text, const Node& node) {
  JsonStyle style;
  if (!guess_layout(text, style)) return std::nullopt;
  guess_escapes(text, style);
  if (write_json(node, style) == text) return style;
  if (style.layout != JsonStyle::Layout::spaced) return std::nullopt;
  style.layout = JsonStyle::Layout::compact;  // the blanks were inside of strings
  if (write_json(node, style) == text) return style;
  return std::nullopt;
}

}  // namespace wiretape::cassette

// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "base/byte_set.hpp"
#include "base/text.hpp"
#include "cassette/utf8.hpp"
#include "cassette/yaml.hpp"

namespace wiretape::cassette {

namespace {

constexpr std::size_t folded_width = 96;

// Characters that a reader of YAML 1.1 or 1.2 takes for a line end or refuses, and those no one sees.
bool is_special(char32_t c) {
  return (c < 0x20 && c != '\t') || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || c == 0xFEFF ||
         c == 0xFFFE || c == 0xFFFF;
}

bool has_special(std::string_view text, bool allows_line_ends) {
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] >= 0x20 && text[at] < 0x7F) {  // most are
      ++at;
      continue;
    }
    const auto [c, length] = code_point_at(text, at);
    if (is_special(c) && !(c == '\n' && allows_line_ends)) return true;
    at += length;
  }
  return false;
}

constexpr std::size_t longest_word = 5;
constexpr ByteSet begins_words("~ntfyo=<.+NTFYO");
constexpr ByteSet letters("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
constexpr ByteSet in_common_names("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-/.");
constexpr ByteSet begins_numbers("0123456789+-.");
constexpr ByteSet in_numbers("0123456789abcdefABCDEFxXoO_+-.:,");
constexpr ByteSet digits("0123456789");
constexpr ByteSet never_first("-?:,[]{}#&*!|>'\"%@`. \t");
constexpr ByteSet never_in_flow(",[]{}:?\"#");

// What some YAML reader takes for null or a boolean (YAML 1.1 and 1.2).
bool is_word_of_yaml(std::string_view text) {
  static constexpr std::array<std::string_view, 15> words{
      "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "=", "<<", ".inf", "+.inf", ".nan"};
  return text.size() <= longest_word && begins_words.has(text[0]) &&
         std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return equals_ignoring_case(text, word); });
}

// A name of letters, digits and the like, as most are: nothing that follows need be asked of it.
bool is_common_name(std::string_view text) {
  if (text.empty()) return false;
  const bool may_be_word = text.size() <= longest_word && begins_words.has(text.front());
  return !may_be_word && letters.has(text.front()) &&
         std::all_of(text.begin(), text.end(), [](char c) { return in_common_names.has(c); });
}

// What some YAML reader takes for a number or a date; an address like 127.0.0.1:80 is none.
bool looks_like_a_number(std::string_view text) {
  if (!begins_numbers.has(text[0]) || digits.find_in(text) == std::string_view::npos) return false;
  if (!std::all_of(text.begin(), text.end(), [](char c) { return in_numbers.has(c); })) return false;
  return std::count(text.begin(), text.end(), '.') < 2;
}

// Literal blocks carry what an editor and git leave alone: no blanks at line ends, nothing invisible.
bool can_stand_literal(std::string_view text, bool may_be_one_line) {
  const auto first = text.find('\n');
  const bool is_one_line = first == std::string_view::npos || first + 1 == text.size();
  if (text.empty() || (is_one_line && !may_be_one_line)) return false;
  if (text[0] == ' ' || text[0] == '\t' || text[0] == '\n') return false;
  if (text.ends_with(' ') || text.ends_with('\t')) return false;
  if (text.find(" \n") != std::string_view::npos || text.find("\t\n") != std::string_view::npos) return false;
  return !has_special(text, true);
}

void append_quoted_character(std::string& out, std::string_view text, std::size_t at, CodePoint c) {
  switch (c.value) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      if (!is_special(c.value)) {
        out += text.substr(at, c.length);
        return;
      }
      out += c.value < 0x100 ? "\\x" : "\\u";
      append_hex(out, c.value, c.value < 0x100 ? 2 : 4);
  }
}

class YamlWriter {
public:
  void mapping(const Node& node, std::size_t indent, bool is_first_inline = false) {
    for (const auto& child : node.children) {
      if (!is_first_inline) out_.append(indent, ' ');
      is_first_inline = false;
      key(child.key, false);
      out_ += ':';
      value(child, indent);
    }
  }

  std::string take() { return std::move(out_); }

private:
  void sequence(const Node& node, std::size_t indent) {
    for (const auto& child : node.children) {
      out_.append(indent, ' ');
      out_ += '-';
      if (child.kind == Node::Kind::mapping && is_block(child)) {
        out_ += ' ';
        mapping(child, indent + 2, true);
      } else {
        value(child, indent);
      }
    }
  }

  static bool is_block(const Node& node) {
    return node.kind != Node::Kind::scalar && node.layout != Node::Layout::flow && !node.children.empty();
  }

  // What follows "key:" or "-" at `indent`, up to and with the line end.
  void value(const Node& node, std::size_t indent) {
    if (!is_block(node)) {
      out_ += ' ';
      if (node.kind == Node::Kind::scalar) {
        scalar(node, indent + 2);
      } else {
        flow(node);
      }
      out_ += '\n';
      return;
    }
    out_ += '\n';
    if (node.kind == Node::Kind::mapping) {
      mapping(node, indent + 2);
    } else {
      sequence(node, indent + 2);
    }
  }

  void flow(const Node& node) {
    const bool is_mapping = node.kind == Node::Kind::mapping;
    out_ += is_mapping ? '{' : '[';
    for (const auto& child : node.children) {
      if (&child != node.children.data()) out_ += ", ";
      if (is_mapping) {
        key(child.key, true);
        out_ += ": ";
      }
      if (child.kind != Node::Kind::scalar) {
        flow(child);
      } else if (child.is_plain) {
        out_ += child.text;
      } else {
        string(child.text, true);
      }
    }
    out_ += is_mapping ? '}' : ']';
  }

  void key(std::string_view text, bool is_in_flow) {
    if (text.find(':') == std::string_view::npos) return string(text, is_in_flow);
    quoted(text);
  }

  void string(std::string_view text, bool is_in_flow) {
    if (can_stand_plain(text, is_in_flow)) {
      out_ += text;
    } else {
      quoted(text);
    }
  }

  void scalar(const Node& node, std::size_t indent) {
    if (node.is_plain) {
      out_ += node.text;
    } else if (node.layout == Node::Layout::folded && node.text.size() > folded_width) {
      folded(node.text, indent);
    } else if (can_stand_plain(node.text, false)) {
      out_ += node.text;
    } else if (can_stand_literal(node.text, node.layout == Node::Layout::literal)) {
      literal(node.text, indent);
    } else {
      quoted(node.text, indent);
    }
  }

  void folded(std::string_view text, std::size_t indent) {
    out_ += "|-";
    for (std::size_t at = 0; at < text.size(); at += folded_width) {
      out_ += '\n';
      out_.append(indent, ' ');
      out_ += text.substr(at, folded_width);
    }
  }

  void literal(std::string_view text, std::size_t indent) {
    out_ += text.ends_with("\n\n") ? "|+" : text.ends_with('\n') ? "|" : "|-";  // YAML 1.2 §8.1.1.2
    if (text.ends_with('\n')) text.remove_suffix(1);
    for (const auto line : split(text, '\n')) {
      out_ += '\n';
      if (!line.empty()) out_.append(indent, ' ');
      out_ += line;
    }
  }

  // In double quotes; with an indent, a new line after each line end (YAML 1.2 §7.3.1, an escaped
  // line break).
  void quoted(std::string_view text, std::size_t indent = 0) {
    out_ += '"';
    for (std::size_t at = 0; at < text.size();) {
      const auto c = code_point_at(text, at);
      append_quoted_character(out_, text, at, c);
      at += c.length;
      if (c.value == '\n' && indent > 0 && at < text.size()) {
        out_ += "\\\n";
        out_.append(indent, ' ');
        if (text[at] == ' ') out_ += '\\';  // else the blank would belong to the indentation
      }
    }
    out_ += '"';
  }

  std::string out_;
};

}  // namespace

bool can_stand_plain(std::string_view text, bool is_in_flow) {
  if (is_common_name(text)) return true;
  if (text.empty() || never_first.has(text[0])) return false;
  if (text.back() == ' ' || text.back() == ':' || text.find('\t') != std::string_view::npos) return false;
  if (text.find(": ") != std::string_view::npos || text.find(" #") != std::string_view::npos) return false;
  if (is_in_flow && never_in_flow.find_in(text) != std::string_view::npos) return false;
  return !is_word_of_yaml(text) && !looks_like_a_number(text) && !has_special(text, false);
}

std::string write_yaml(const Node& root) {
  YamlWriter writer;
  writer.mapping(root, 0);
  return writer.take();
}

}  // namespace wiretape::cassette

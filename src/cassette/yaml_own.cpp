// SPDX-License-Identifier: MIT
// The reader of the layout that yaml_writer.cpp writes. It gives up at the first thing that layout does
// not have, and so never has to know the rest of YAML.
#include <algorithm>

#include "base/byte_set.hpp"
#include "base/text.hpp"
#include "cassette/utf8.hpp"
#include "cassette/yaml.hpp"

namespace wiretape::cassette {

namespace {

constexpr ByteSet key_ends(":\n"), flow_ends(",[]{}:?\"\n"), quoted_ends("\"\\\n");

struct NotOwn {};  // thrown: this is YAML of another style, or none

// A plain scalar that reads the same in every context but flow, where `is_in_flow` is stricter.
bool is_plain_scalar(std::string_view text, bool is_in_flow) {
  if (text.empty() || std::string_view("?:,[]{}#&*!|>'\"%@` ").find(text[0]) != std::string_view::npos)
    return false;
  if (text[0] == '-' && (text.size() == 1 || text[1] == ' ')) return false;
  if (text.back() == ' ' || text.back() == ':' || text.find('\t') != std::string_view::npos) return false;
  if (text == "~" || text == "Null" || text == "NULL") return false;
  static constexpr ByteSet flow_marks(",[]{}:?\"#");
  if (is_in_flow) return flow_marks.find_in(text) == std::string_view::npos;
  return text.find(": ") == std::string_view::npos && text.find(" #") == std::string_view::npos;
}

class OwnReader {
public:
  explicit OwnReader(const Document& document) : text_(document.text), line_(document.line) {}

  Node document() {
    expect("---\n");
    ++line_;
    auto node = block(0);
    if (at_ != text_.size()) throw NotOwn();
    return node;
  }

private:
  [[nodiscard]] bool is_at_end() const { return at_ == text_.size(); }
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  void expect(std::string_view what) {
    if (!text_.substr(at_).starts_with(what)) throw NotOwn();
    at_ += what.size();
  }
  void end_line() {
    expect("\n");
    ++line_;
  }
  [[nodiscard]] std::string_view rest_of_line() const {
    return text_.substr(at_, std::min(text_.find('\n', at_), text_.size()) - at_);
  }
  // Of the line that begins here.
  [[nodiscard]] std::size_t indent_here() const {
    return std::min(text_.find_first_not_of(' ', at_), text_.size()) - at_;
  }
  // Whether the collection at `indent` goes on in the line that begins here.
  [[nodiscard]] bool goes_on(std::size_t indent) const {
    if (is_at_end() || indent_here() < indent) return false;
    if (indent_here() > indent) throw NotOwn();
    return true;
  }

  Node block(std::size_t indent) {
    if (indent_here() != indent || indent > 2 * deepest_nesting) throw NotOwn();
    const auto line = line_;
    const bool is_sequence = peek(indent) == '-' && (peek(indent + 1) == ' ' || peek(indent + 1) == '\n');
    if (!is_sequence) at_ += indent;
    auto node = is_sequence ? sequence(indent) : mapping(indent);
    node.line = line;
    return node;
  }

  // From behind the first key's indentation on.
  Node mapping(std::size_t indent) {
    auto node = Node::mapping();
    node.line = line_;
    while (true) {
      const auto line = line_;
      auto name = key();
      auto child = value(indent);
      child.line = line;
      node.add(std::move(name), std::move(child));
      if (!goes_on(indent)) return node;
      at_ += indent;
    }
  }

  Node sequence(std::size_t indent) {
    auto node = Node::sequence();
    do {
      at_ += indent;
      expect("-");
      const auto line = line_;
      if (peek() == ' ' && is_key_ahead()) {
        ++at_;
        node.add(mapping(indent + 2));
      } else {
        const bool is_nested = peek() == '\n';
        node.add(value(indent));
        if (!is_nested) node.children.back().line = line;
      }
    } while (goes_on(indent));
    return node;
  }

  // Whether "- " is followed by the key of a mapping.
  bool is_key_ahead() {
    const auto line = rest_of_line().substr(1);
    if (line.empty() || std::string_view("[{|").find(line[0]) != std::string_view::npos) return false;
    if (line[0] != '"') return line.ends_with(':') || line.find(": ") != std::string_view::npos;
    for (std::size_t i = 1; i < line.size(); ++i) {
      if (line[i] == '\\')
        ++i;
      else if (line[i] == '"')
        return line.substr(i + 1).starts_with(":");
    }
    return false;
  }

  std::string key() {
    std::string name;
    if (peek() == '"') {
      name = quoted(0);
    } else {
      const auto found = text_.substr(at_, key_ends.find_in(text_, at_) - at_);
      if (!is_plain_scalar(found, false)) throw NotOwn();
      name = found;
      at_ += found.size();
    }
    expect(":");
    if (peek() != ' ' && peek() != '\n') throw NotOwn();
    return name;
  }

  // What follows "key:" or "-" at `indent`, up to and with the line end.
  Node value(std::size_t indent) {
    if (peek() == '\n') {
      end_line();
      return block(indent + 2);
    }
    expect(" ");
    if (peek() == '|') return literal(indent + 2);
    Node node;
    if (peek() == '"') {
      node = Node::string(quoted(indent + 2));
    } else if (peek() == '[' || peek() == '{') {
      node = flow(0);
    } else {
      const auto found = rest_of_line();
      if (!is_plain_scalar(found, false)) throw NotOwn();
      node = Node::plain(std::string(found));
      at_ += found.size();
    }
    end_line();
    return node;
  }

  bool took(char c) {
    const bool is_here = peek() == c;
    if (is_here) ++at_;
    return is_here;
  }

  Node flow(std::size_t depth) {
    const bool is_mapping = peek() == '{';
    const char close = is_mapping ? '}' : ']';
    auto node = is_mapping ? Node::mapping() : Node::sequence();
    node.line = line_;
    if (depth > deepest_nesting) throw NotOwn();
    ++at_;
    if (took(close)) return node;
    while (true) {
      std::string name;
      if (is_mapping) {
        name = peek() == '"' ? quoted(0) : plain_in_flow();
        expect(": ");
      }
      auto child = peek() == '[' || peek() == '{' ? flow(depth + 1)
                   : peek() == '"'                ? Node::string(quoted(0))
                                                  : Node::plain(plain_in_flow());
      child.line = line_;
      node.add(std::move(name), std::move(child));
      if (took(close)) return node;
      expect(", ");
    }
  }

  std::string plain_in_flow() {
    const auto found = text_.substr(at_, flow_ends.find_in(text_, at_) - at_);
    if (!is_plain_scalar(found, true)) throw NotOwn();
    at_ += found.size();
    return std::string(found);
  }

  // `indent`: of the lines that follow an escaped line end; 0 where there may be none.
  std::string quoted(std::size_t indent) {
    std::string out;
    ++at_;
    while (true) {
      const auto stop = quoted_ends.find_in(text_, at_);
      if (stop == std::string_view::npos || text_[stop] == '\n') throw NotOwn();
      out += text_.substr(at_, stop - at_);
      at_ = stop + 1;
      if (text_[stop] == '"') return out;
      escape(out, indent);
    }
  }

  void escape(std::string& out, std::size_t indent) {
    static constexpr std::string_view letters = "\"\\nrt ";
    static constexpr std::string_view meanings = "\"\\\n\r\t ";
    const char c = peek();
    const auto which = letters.find(c);
    char32_t code = 0;
    if (c == '\n' && indent > 0) {
      end_line();
      if (indent_here() != indent) throw NotOwn();
      at_ += indent;
      return;
    }
    if (which != std::string_view::npos) {
      out += meanings[which];
      ++at_;
      return;
    }
    const std::size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : 0;
    if (digits == 0 || !read_hex(text_, at_ + 1, digits, code) || (code >= 0xD800 && code < 0xE000))
      throw NotOwn();
    append_utf8(out, code);
    at_ += 1 + digits;
  }

  Node literal(std::size_t indent) {
    auto node = Node::string({});
    ++at_;
    const char chomping = peek();  // "-", "+", or the line's end
    if (chomping != '\n') ++at_;
    if (chomping != '\n' && chomping != '-' && chomping != '+') throw NotOwn();
    end_line();
    for (bool is_first = true; !is_at_end(); is_first = false) {
      const auto line = rest_of_line();
      const auto here = indent_here();
      if (here < indent && !line.empty()) break;
      // The first line tells the indentation; one of blanks alone is the writer's never.
      if (here == line.size() ? (is_first || !line.empty()) : (is_first && here != indent)) throw NotOwn();
      if (!is_first) node.text += '\n';
      if (!line.empty()) node.text += line.substr(indent);
      at_ += line.size();
      end_line();
    }
    if (node.text.empty() || (node.text.ends_with('\n') && chomping != '+')) throw NotOwn();
    if (chomping != '-') node.text += '\n';
    return node;
  }

  std::string_view text_;
  std::size_t line_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<Node> read_own_yaml(const Document& document) {
  if (document.text.find('\r') != std::string_view::npos) return std::nullopt;
  try {
    return OwnReader(document).document();
  } catch (const NotOwn&) {
    return std::nullopt;
  }
}

}  // namespace wiretape::cassette

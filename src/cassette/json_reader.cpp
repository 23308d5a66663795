// SPDX-License-Identifier: MIT
#include <algorithm>

#include "base/byte_set.hpp"
#include "base/text.hpp"
#include "cassette/faults.hpp"
#include "cassette/json.hpp"
#include "cassette/utf8.hpp"

namespace wiretape::cassette {

namespace {

constexpr std::size_t few = 4;  // members of most objects: a vector need not grow

constexpr ByteSet in_words("0123456789abcdefghijklmnopqrstuvwxyz+-.E");

bool is_digit(char c) { return c >= '0' && c <= '9'; }

class JsonReader {
public:
  JsonReader(std::string_view text, std::size_t deepest) : text_(text), deepest_(deepest) {}

  Node document() {
    skip_blanks();
    auto node = value(0);
    skip_blanks();
    if (at_ != text_.size()) fail("text after the end of the JSON value");
    return node;
  }

private:
  [[noreturn]] void fail(std::string message) const { throw Unreadable{{std::move(message), line_}}; }
  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool took(char c) {
    const bool is_here = peek() == c && at_ < text_.size();
    if (is_here) ++at_;
    return is_here;
  }

  void skip_blanks() {
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\n') ++line_;
      if (c != ' ' && c != '\t' && c != '\n' && c != '\r') return;
    }
  }

  void expect(char c, const char* where) {
    if (peek() != c || at_ == text_.size()) {
      fail(at_ == text_.size() ? "the JSON text ends too early: it may have been cut off"
                               : std::string("'") + c + "' is missing " + where);
    }
    ++at_;
  }

  Node value(std::size_t depth) {
    if (depth > deepest_) fail("nested deeper than " + std::to_string(deepest_) + " levels");
    const auto line = line_;
    auto node = peek() == '{'   ? object(depth)
                : peek() == '[' ? array(depth)
                : peek() == '"' ? Node::string(string())
                                : Node::plain(word());
    node.line = line;
    return node;
  }

  Node object(std::size_t depth) {
    auto node = Node::mapping();
    ++at_;
    skip_blanks();
    if (took('}')) return node;
    node.children.reserve(few);
    while (true) {
      const auto line = line_;
      if (peek() != '"') expect('"', "before the name of a member");
      auto name = string();
      skip_blanks();
      expect(':', "after the name of a member");
      skip_blanks();
      auto& member = node.children.emplace_back(value(depth + 1));
      member.key = std::move(name);
      member.line = line;
      skip_blanks();
      if (took('}')) return node;
      expect(',', "between two members");
      skip_blanks();
    }
  }

  Node array(std::size_t depth) {
    auto node = Node::sequence();
    ++at_;
    skip_blanks();
    if (took(']')) return node;
    node.children.reserve(few);
    while (true) {
      node.children.push_back(value(depth + 1));
      skip_blanks();
      if (took(']')) return node;
      expect(',', "between two elements");
      skip_blanks();
    }
  }

  std::string string() {
    std::string out;
    ++at_;
    while (true) {
      const auto start = at_;
      while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\' &&
             static_cast<unsigned char>(text_[at_]) >= 0x20) {
        ++at_;
      }
      out += text_.substr(start, at_ - start);
      if (peek() == '\\') {
        escape(out);
      } else {
        expect('"', "at the end of a string");
        return out;
      }
    }
  }

  void escape(std::string& out) {
    static constexpr std::string_view letters = "\"\\/bfnrt";
    static constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    ++at_;
    const char c = peek();
    if (c == 'u') return unicode(out);
    const auto which = letters.find(c);
    if (which == std::string_view::npos || at_ == text_.size()) fail("an unknown escape in a string");
    out += meanings[which];
    ++at_;
  }

  void unicode(std::string& out) {
    char32_t high = 0, low = 0;
    if (!read_hex(text_, at_ + 1, 4, high)) fail("\\u without its four hexadecimal digits");
    at_ += 5;
    if (high >= 0xD800 && high < 0xE000) {  // RFC 8259 §7: a pair of surrogates
      const bool is_pair = high < 0xDC00 && text_.substr(at_).starts_with("\\u") &&
                           read_hex(text_, at_ + 2, 4, low) && low >= 0xDC00 && low < 0xE000;
      if (!is_pair) fail("half a surrogate pair, which is no character");
      high = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
      at_ += 6;
    }
    append_utf8(out, high);
  }

  // A number, true, false or null, as it is spelled.
  std::string word() {
    const auto start = at_;
    while (at_ < text_.size() && in_words.has(text_[at_])) {
      ++at_;
    }
    auto found = std::string(text_.substr(start, at_ - start));
    if (found.empty() && at_ == text_.size()) fail("the JSON text ends too early: it may have been cut off");
    if (found != "true" && found != "false" && found != "null" && !is_json_number(found)) {
      fail("'" + escape_control(found.empty() ? text_.substr(at_, 1) : found, 40) + "' is no JSON value");
    }
    return found;
  }

  std::string_view text_;
  std::size_t deepest_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

}  // namespace

bool is_json_number(std::string_view text) {
  std::size_t at = 0;
  const auto digits = [&] {
    const auto start = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    return at - start;
  };
  if (at < text.size() && text[at] == '-') ++at;
  const bool starts_with_zero = at < text.size() && text[at] == '0';
  const auto whole = digits();
  if (whole == 0 || (starts_with_zero && whole > 1)) return false;
  if (at < text.size() && text[at] == '.' && (++at, digits() == 0)) return false;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (digits() == 0) return false;
  }
  return at == text.size();
}

Result<Node> read_json(std::string_view text, std::size_t deepest) {
  if (auto fault = find_bad_utf8(text)) return *std::move(fault);
  try {
    return JsonReader(text, deepest).document();
  } catch (const Unreadable& unreadable) {
    return unreadable.error;
  }
}

}  // namespace wiretape::cassette

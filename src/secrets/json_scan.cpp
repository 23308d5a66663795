// SPDX-License-Identifier: MIT
#include "secrets/json_scan.hpp"

#include <charconv>

#include "base/byte_set.hpp"

namespace wiretape::secrets {

namespace {

constexpr ByteSet number_bytes("0123456789+-.eE");
constexpr ByteSet telling("{}[],:\"0123456789-");
constexpr std::size_t deepest = 512;

using Visit = std::function<void(const JsonValue&, const std::vector<JsonFrame>&)>;

class Scan {
public:
  Scan(std::string_view text, const Visit& visit) : text_(text), visit_(visit) {}

  void run() {
    for (auto at = telling.find_in(text_); at < text_.size(); at = telling.find_in(text_, at)) {
      at = step(at);
    }
  }

private:
  std::size_t step(std::size_t at) {
    const char c = text_[at];
    switch (c) {
      case '"':
        return string(at);
      case '{':
      case '[':
        if (frames_.size() < deepest) frames_.push_back({c == '{'});
        is_value_due_ = c == '[';
        break;
      case '}':
      case ']':
        if (!frames_.empty() && frames_.back().is_object == (c == '}')) frames_.pop_back();
        is_value_due_ = false;
        break;
      case ',':
        if (!frames_.empty()) ++frames_.back().index;
        is_value_due_ = !frames_.empty() && !frames_.back().is_object;
        loose_key_ = {};
        break;
      case ':':
        break;
      default:
        return number(at);
    }
    return at + 1;
  }

  std::size_t string(std::size_t at) {
    auto end = at + 1;
    while (end < text_.size() && text_[end] != '"') {
      if (static_cast<unsigned char>(text_[end]) < 0x20) {  // no string of JSON: something else altogether
        frames_.clear();
        is_value_due_ = false;
        return end + 1;
      }
      end += text_[end] == '\\' ? 2 : 1;
    }
    if (end >= text_.size()) return text_.size();
    const auto raw = text_.substr(at + 1, end - at - 1);
    const auto next = text_.find_first_not_of(" \t\r\n", end + 1);
    const bool is_key = !is_value_due_ && next != std::string_view::npos && text_[next] == ':';
    if (!is_key) {
      tell(at + 1, raw.size(), true);
      return end + 1;
    }
    if (!frames_.empty() && frames_.back().is_object) {
      frames_.back().key = raw;
    } else {
      loose_key_ = raw;
    }
    is_value_due_ = true;
    return next + 1;
  }

  std::size_t number(std::size_t at) {
    auto end = at;
    while (end < text_.size() && number_bytes.has(text_[end])) ++end;
    if (is_value_due_) tell(at, end - at, false);
    return end;
  }

  void tell(std::size_t at, std::size_t size, bool is_string) {
    JsonValue value{loose_key_, at, size, is_string};
    if (!frames_.empty() && frames_.back().is_object) value.key = frames_.back().key;
    is_value_due_ = false;
    loose_key_ = {};
    visit_(value, frames_);
  }

  std::string_view text_;
  const Visit& visit_;
  std::vector<JsonFrame> frames_;
  std::string_view loose_key_;  // outside of any object
  bool is_value_due_ = false;
};

// The code unit of "1234" at `at`; negative where it is none.
int code_unit(std::string_view raw, std::size_t at) {
  if (raw.size() - at < 4) return -1;
  int unit = 0;
  const auto* first = raw.data() + at;
  const auto [end, error] = std::from_chars(first, first + 4, unit, 16);
  return error == std::errc() && end == first + 4 ? unit : -1;
}

void append_utf8(std::string& out, char32_t c) {
  const auto byte = [&](char32_t value) { out += static_cast<char>(value); };
  if (c < 0x80) return byte(c);
  if (c < 0x800) {
    byte(0xC0 | (c >> 6));
  } else if (c < 0x10000) {
    byte(0xE0 | (c >> 12));
    byte(0x80 | ((c >> 6) & 0x3F));
  } else {
    byte(0xF0 | (c >> 18));
    byte(0x80 | ((c >> 12) & 0x3F));
    byte(0x80 | ((c >> 6) & 0x3F));
  }
  byte(0x80 | (c & 0x3F));
}

}  // namespace

void scan_json(std::string_view text, const Visit& visit) {
  if (text.find('"') == std::string_view::npos) return;
  Scan(text, visit).run();
}

std::vector<std::string> path_of(const std::vector<JsonFrame>& frames) {
  std::vector<std::string> path;
  for (const auto& frame : frames) {
    path.push_back(frame.is_object ? unescape_json(frame.key) : std::to_string(frame.index));
  }
  return path;
}

std::string unescape_json(std::string_view raw) {
  std::string out;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '\\' || i + 1 == raw.size()) {
      out += raw[i];
      continue;
    }
    constexpr std::string_view letters = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
    const char letter = raw[++i];
    const auto meaning = letters.find(letter);
    const int unit = letter == 'u' ? code_unit(raw, i + 1) : -1;
    if (meaning != std::string_view::npos) {
      out += meanings[meaning];
    } else if (unit < 0) {
      out.append(1, '\\').append(1, letter);
    } else {
      i += 4;
      const bool is_high = unit >= 0xD800 && unit < 0xDC00 && raw.substr(i + 1, 2) == "\\u";
      const int low = is_high ? code_unit(raw, i + 3) : -1;
      if (low >= 0xDC00 && low < 0xE000) {
        i += 6;
        append_utf8(out, 0x10000 + ((static_cast<char32_t>(unit) - 0xD800) << 10) +
                             (static_cast<char32_t>(low) - 0xDC00));
      } else {
        append_utf8(out, static_cast<char32_t>(unit));
      }
    }
  }
  return out;
}

}  // namespace wiretape::secrets

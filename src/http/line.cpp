// SPDX-License-Identifier: MIT
#include "http/line.hpp"

#include <algorithm>

#include "base/byte_set.hpp"

namespace wiretape::http {

using namespace std::string_view_literals;

std::string_view without_line_end(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::optional<Error> find_line_fault(std::string_view line) {
  const auto content = without_line_end(line);
  static constexpr ByteSet faulty("\r\0"sv);
  if (const auto bad = faulty.find_in(content); bad != std::string_view::npos) {
    return Error{content[bad] == '\r' ? "a CR that ends no line" : "a NUL byte in the head", bad};
  }
  if (line.size() - content.size() != 2) return Error{"a line that ends with LF alone", content.size()};
  return std::nullopt;
}

std::size_t find_line_byte(std::string_view text) {
  static constexpr ByteSet line_bytes("\r\n\0"sv);
  return line_bytes.find_in(text);
}

std::string as_one_line(std::string_view text) {
  std::string out;
  append_one_line(out, text);
  return out;
}

void append_one_line(std::string& out, std::string_view text) {
  const auto start = out.size();
  out += text;
  std::replace_if(
      out.begin() + static_cast<std::ptrdiff_t>(start), out.end(),
      [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
}

}  // namespace wiretape::http

// SPDX-License-Identifier: MIT
#include "http/line.hpp"

#include <algorithm>

namespace wiretape::http {

using namespace std::string_view_literals;

std::string_view without_line_end(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::optional<Error> find_line_fault(std::string_view line) {
  const auto content = without_line_end(line);
  if (const auto bad = content.find_first_of("\r\0"sv); bad != std::string_view::npos) {
    return Error{content[bad] == '\r' ? "a CR that ends no line" : "a NUL byte in the head", bad};
  }
  if (line.size() - content.size() != 2) return Error{"a line that ends with LF alone", content.size()};
  return std::nullopt;
}

std::string as_one_line(std::string_view text) {
  std::string out(text);
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
  return out;
}

}  // namespace wiretape::http

// SPDX-License-Identifier: MIT
#include "cassette/faults.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace wiretape::cassette {

namespace {

constexpr std::size_t mark_width = 7;

// What `look` finds in the first line where it finds something; it is given a line and its number.
template <class Look>
std::optional<Error> find_in_lines(std::string_view text, std::size_t number, Look look) {
  while (!text.empty()) {
    const auto line = text.substr(0, text.find('\n'));
    if (auto error = look(line, number)) return error;
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    ++number;
  }
  return std::nullopt;
}

bool is_control(char c) { return (c >= 0 && c < ' ' && c != '\t') || c == '\x7f'; }

}  // namespace

std::optional<Error> find_bad_utf8(std::string_view text, std::size_t first_line) {
  return find_in_lines(text, first_line,
                       [](std::string_view line, std::size_t number) -> std::optional<Error> {
                         if (is_valid_utf8(line)) return std::nullopt;
                         return Error{"is not UTF-8", number};
                       });
}

std::optional<Error> find_control_byte(std::string_view text, std::size_t first_line) {
  return find_in_lines(text, first_line,
                       [](std::string_view line, std::size_t number) -> std::optional<Error> {
                         const auto found = std::find_if(line.begin(), line.end(), is_control);
                         if (found == line.end()) return std::nullopt;
                         return Error{"holds the control byte " + escape_control({&*found, 1}) +
                                          "; in double quotes it can be written so",
                                      number};
                       });
}

std::optional<Error> conflict_in(std::string_view line, std::size_t number) {
  if (line.size() < mark_width || std::string_view("<=>|").find(line[0]) == std::string_view::npos)
    return std::nullopt;
  const auto mark = line.substr(0, mark_width);
  const bool is_mark = mark.find_first_not_of(mark[0]) == std::string_view::npos &&
                       (line.size() == mark_width || line[mark_width] == ' ');
  if (!is_mark) return std::nullopt;
  return Error{"a merge conflict was left here: \"" + std::string(mark) + '"', number};
}

std::optional<Error> find_conflict(std::string_view text) { return find_in_lines(text, 1, conflict_in); }

}  // namespace wiretape::cassette

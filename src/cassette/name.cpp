// SPDX-License-Identifier: MIT
// File names made from the names of tests.
#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <string_view>

#include <wiretape/cassette.hpp>

#include "base/text.hpp"
#include "cassette/checksum.hpp"

namespace wiretape {

namespace {

// Leaves room for a hash, ".yaml", ".part" and a temporary file's ending in the 255 bytes of a name, and
// for a directory in the 260 characters of a path on Windows.
constexpr std::size_t longest_part = 80;

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_safe(char c) { return is_upper(c) || is_lower(c) || (c >= '0' && c <= '9') || c == '_'; }

// Devices of Windows, whatever the ending and the case.
bool is_reserved(std::string_view part) {
  static constexpr std::array<std::string_view, 4> devices{"con", "prn", "aux", "nul"};
  const auto lower = to_lower(part);
  if (std::find(devices.begin(), devices.end(), lower) != devices.end()) return true;
  return lower.size() == 4 && (lower.starts_with("com") || lower.starts_with("lpt")) && lower[3] >= '0' &&
         lower[3] <= '9';
}

// A C++ identifier spelled as GoogleTest's are, LikeThis. Others that differ from it in case only are
// told apart by their hash, where a file system would not.
bool stands_as_it_is(std::string_view part) {
  return !part.empty() && part.size() <= longest_part && is_upper(part[0]) &&
         std::all_of(part.begin(), part.end(), is_safe) &&
         (part.size() == 1 || std::any_of(part.begin(), part.end(), is_lower)) && !is_reserved(part);
}

std::string file_part(std::string_view part) {
  if (stands_as_it_is(part)) return std::string(part);
  std::string out;
  for (const char c : part.substr(0, longest_part)) {
    if (is_safe(c)) {
      out += c;
    } else if (!out.empty() && out.back() != '-') {
      out += '-';
    }
  }
  if (!out.empty() && out.back() != '-') out += '-';
  return out + cassette::checksum(part).substr(0, 8);
}

}  // namespace

std::string cassette_name(std::string_view suite, std::string_view test) {
  return file_part(suite) + "/" + file_part(test) + ".yaml";
}

}  // namespace wiretape

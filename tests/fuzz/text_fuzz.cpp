// SPDX-License-Identifier: MIT
// Text and base64: bytes, and a limit.
#include <algorithm>

#include "base/base64.hpp"
#include "base/text.hpp"
#include "fuzz/fuzz.hpp"

using namespace wiretape;
using fuzz::require;
using fuzz::require_equal;

namespace {

// Blanks and padding aside.
std::size_t digits_in(std::string_view base64) {
  return base64.size() - static_cast<std::size_t>(std::count_if(base64.begin(), base64.end(), [](char c) {
           return std::string_view(" \t\r\n=").find(c) != std::string_view::npos;
         }));
}

void check_base64(std::string_view bytes) {
  require_equal(*base64_decode(base64_encode(bytes)), bytes, "base64 that is written reads as the same");
  if (const auto decoded = base64_decode(bytes)) {
    require(digits_in(bytes) == digits_in(base64_encode(*decoded)), "each digit is read");
  } else {
    fuzz::require_message(decoded.error().message);
    require(decoded.error().offset <= bytes.size(), "an error lies in the text");
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const auto limit = input.choose(256);
  const auto bytes = input.rest();

  const auto escaped = escape_control(bytes);
  require(is_valid_utf8(escaped), "what is escaped is UTF-8");
  fuzz::require_message(escaped);
  fuzz::require_message(escape_control(bytes, limit));
  require(is_valid_utf8(bytes) || escaped != bytes, "what is no UTF-8 is escaped");

  check_base64(bytes);

  std::string joined;
  for (const auto part : split(bytes, ',')) joined.append(part).append(",");
  require_equal(joined, std::string(bytes) + ',', "split drops separators only");
  const auto number = parse_decimal(bytes);
  require(!number || bytes.ends_with(std::to_string(*number)), "a number is its digits");
  require(trim(bytes) == trim(trim(bytes)) && equals_ignoring_case(to_lower(bytes), bytes), "trim, to_lower");
  return 0;
}

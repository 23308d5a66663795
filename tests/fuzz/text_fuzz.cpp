// SPDX-License-Identifier: MIT
// Text and base64: bytes, and a limit.
#include "base/base64.hpp"
#include "base/text.hpp"
#include "fuzz/fuzz.hpp"

using namespace wiretape;
using fuzz::require;
using fuzz::require_equal;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const auto limit = input.choose(256);
  const auto bytes = input.rest();

  const auto escaped = escape_control(bytes);
  require(is_valid_utf8(escaped), "what is escaped is UTF-8");
  fuzz::require_message(escaped);
  fuzz::require_message(escape_control(bytes, limit));
  require(is_valid_utf8(bytes) || escaped != bytes, "what is no UTF-8 is escaped");

  require_equal(*base64_decode(base64_encode(bytes)), bytes, "base64 that is written reads as the same");
  if (const auto decoded = base64_decode(bytes)) {
    require(decoded->size() <= bytes.size() / 4 * 3 + 2, "decoding adds nothing");
  } else {
    fuzz::require_message(decoded.error().message);
  }

  std::string joined;
  for (const auto part : split(bytes, ',')) joined.append(part).append(",");
  require_equal(joined, std::string(bytes) + ',', "split drops separators only");
  const auto number = parse_decimal(bytes);
  require(!number || bytes.ends_with(std::to_string(*number)), "a number is its digits");
  require(trim(bytes) == trim(trim(bytes)) && equals_ignoring_case(to_lower(bytes), bytes), "trim, to_lower");
  return 0;
}

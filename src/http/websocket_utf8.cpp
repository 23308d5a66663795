// SPDX-License-Identifier: MIT
#include "http/websocket_utf8.hpp"

#include <cstdint>
#include <cstring>

namespace wiretape::http::websocket {

namespace {

bool is_ascii(std::string_view eight_bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, eight_bytes.data(), 8);
  return (word & 0x8080808080808080U) == 0;
}

}  // namespace

std::size_t Utf8Validator::feed(std::string_view bytes) {
  if (has_failed_) return npos;
  for (std::size_t i = 0; i < bytes.size();) {
    if (left_ == 0 && bytes.size() - i >= 8 && is_ascii(bytes.substr(i, 8))) {
      i += 8;
      continue;
    }
    has_failed_ = !take(static_cast<unsigned char>(bytes[i]));
    if (has_failed_) return i;
    ++i;
  }
  return npos;
}

// False when `byte` cannot come next. The second byte's range rules out overlong forms (E0, F0),
// surrogates (ED) and what lies above U+10FFFF (F4).
bool Utf8Validator::take(unsigned char byte) {
  if (left_ > 0) {
    if (byte < low_ || byte > high_) return false;
    --left_;
    low_ = 0x80;
    high_ = 0xBF;
    return true;
  }
  if (byte < 0x80) return true;
  if (byte < 0xC2 || byte > 0xF4) return false;
  left_ = byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
  if (byte == 0xE0) low_ = 0xA0;
  if (byte == 0xED) high_ = 0x9F;
  if (byte == 0xF0) low_ = 0x90;
  if (byte == 0xF4) high_ = 0x8F;
  return true;
}

}  // namespace wiretape::http::websocket

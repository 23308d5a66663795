// SPDX-License-Identifier: MIT
// UTF-8 (RFC 3629 §4) that comes in pieces, cut anywhere.
#pragma once

#include <cstddef>
#include <string_view>

namespace wiretape::http::websocket {

class Utf8Validator {
public:
  static constexpr std::size_t npos = std::string_view::npos;

  // Takes the next piece. The place in it of the first byte that cannot stand where it is, or npos; a text
  // has one such byte at most: whatever follows it is passed over.
  std::size_t feed(std::string_view bytes);
  // No character is left unfinished, and nothing was wrong.
  [[nodiscard]] bool is_complete() const { return left_ == 0 && !has_failed_; }
  [[nodiscard]] bool has_failed() const { return has_failed_; }

private:
  bool take(unsigned char byte);

  unsigned left_ = 0;                  // bytes that the character still needs
  unsigned low_ = 0x80, high_ = 0xBF;  // what the next of them may be
  bool has_failed_ = false;
};

}  // namespace wiretape::http::websocket

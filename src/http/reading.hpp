// SPDX-License-Identifier: MIT
// What the readers of this floor share: how strict they are, how much they take, how they refuse.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace wiretape::http {

enum class Strictness : std::uint8_t {
  strict,   // refuses whatever RFC 9112 lets a recipient refuse
  lenient,  // takes everything whose end can be known, and keeps it as it came
};

struct ReaderLimits {
  std::size_t head_bytes = 64 * 1024;  // of a head, and of the trailers
  std::size_t fields = 200;            // in a head, and in the trailers
  std::size_t chunk_line_bytes = 4 * 1024;
};

// Why a message cannot be read. A server answers `status` and closes.
struct ReadError {
  std::string message;     // "space before the colon of a field"; control bytes escaped
  std::size_t offset = 0;  // bytes since the message's first
  int status = 400;        // 400; 431 for a head over its limits; 414 for a target over them; 505
  // The message's bytes from its first to some behind the offset, where the fault is in its head.
  std::string head = {};
};

}  // namespace wiretape::http

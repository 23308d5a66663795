// SPDX-License-Identifier: MIT
// The line before each chunk (RFC 9112 §7.1).
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "http/event.hpp"
#include "http/reading.hpp"

namespace wiretape::http {

// Reads "1a;name=value\r\n". The extension is kept as written, from its semicolon on. Leniently blanks
// may stand around the size, as old servers pad it.
Result<ChunkStart> parse_chunk_line(std::string_view line, Strictness strictness);

}  // namespace wiretape::http

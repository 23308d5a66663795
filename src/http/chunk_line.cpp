// SPDX-License-Identifier: MIT
#include "http/chunk_line.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "http/grammar.hpp"
#include "http/line.hpp"

namespace wiretape::http {

Result<ChunkStart> parse_chunk_line(std::string_view line, Strictness strictness) {
  const bool is_strict = strictness == Strictness::strict;
  const auto text = without_line_end(line);
  const auto semicolon = std::min(text.find(';'), text.size());
  const auto extension = text.substr(semicolon);
  auto size = text.substr(0, semicolon);
  if (!is_strict) size = trim(size);
  const auto size_start = size.empty() ? 0 : static_cast<std::size_t>(size.data() - text.data());

  ChunkStart chunk{.size = 0, .extension = std::string(extension)};
  for (std::size_t i = 0; i < size.size(); ++i) {
    const auto digit = hex_value(size[i]);
    if (digit < 0) return Error{"the chunk size " + quote(size) + " is not hexadecimal", size_start + i};
    if (i == 16) return Error{"a chunk size of more than 16 digits", size_start + i};
    chunk.size = chunk.size << 4 | static_cast<std::uint64_t>(digit);
  }
  if (size.empty()) return Error{"a chunk without a size", size_start};
  if (!is_strict) return chunk;
  if (auto fault = find_line_fault(line)) return *std::move(fault);
  if (const auto bad = find_control(extension); bad != std::string_view::npos) {
    return Error{"a chunk extension cannot contain " + quote(extension.substr(bad, 1)), semicolon + bad};
  }
  return chunk;
}

}  // namespace wiretape::http

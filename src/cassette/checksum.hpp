// SPDX-License-Identifier: MIT
// FNV-1a: tells an edit from none, and names apart. Guards against chance, not against malice.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace wiretape::cassette {

// 16 hexadecimal digits; the same on every machine and in every version of the format.
inline std::string checksum(std::string_view bytes) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  std::string out(16, '0');
  for (std::size_t i = out.size(); i-- > 0; hash >>= 4) out[i] = "0123456789abcdef"[hash & 15];
  return out;
}

}  // namespace wiretape::cassette

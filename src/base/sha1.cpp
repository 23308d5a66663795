// SPDX-License-Identifier: MIT
#include "base/sha1.hpp"

#include <array>
#include <bit>
#include <cstdint>

namespace wiretape {

namespace {

using Words = std::array<std::uint32_t, 5>;

constexpr std::size_t block_bytes = 64;

std::uint32_t word_at(std::string_view bytes, std::size_t at) {
  std::uint32_t word = 0;
  for (std::size_t i = 0; i < 4; ++i) word = word << 8 | static_cast<unsigned char>(bytes[at + i]);
  return word;
}

// f(t) and K(t) of RFC 3174 §5, added.
std::uint32_t round_word(std::size_t t, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  if (t < 20) return ((b & c) | (~b & d)) + 0x5A827999;
  if (t < 40) return (b ^ c ^ d) + 0x6ED9EBA1;
  if (t < 60) return ((b & c) | (b & d) | (c & d)) + 0x8F1BBCDC;
  return (b ^ c ^ d) + 0xCA62C1D6;
}

void add_block(Words& hash, std::string_view block) {  // §6.1
  std::array<std::uint32_t, 80> w;
  for (std::size_t t = 0; t < 16; ++t) w[t] = word_at(block, 4 * t);
  for (std::size_t t = 16; t < 80; ++t) w[t] = std::rotl(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
  auto [a, b, c, d, e] = hash;
  for (std::size_t t = 0; t < 80; ++t) {
    const auto next = std::rotl(a, 5) + round_word(t, b, c, d) + e + w[t];
    e = d;
    d = c;
    c = std::rotl(b, 30);
    b = a;
    a = next;
  }
  const Words sum = {a, b, c, d, e};
  for (std::size_t i = 0; i < hash.size(); ++i) hash[i] += sum[i];
}

// What stands behind the last whole block, padded (§4): a one bit, zeros, the length in bits.
std::string padded_end(std::string_view bytes) {
  std::string out(bytes.substr(bytes.size() / block_bytes * block_bytes));
  out += '\x80';
  while (out.size() % block_bytes != block_bytes - 8) out += '\0';
  const auto bits = static_cast<std::uint64_t>(bytes.size()) * 8;
  for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>(bits >> shift);
  return out;
}

}  // namespace

std::string sha1(std::string_view bytes) {
  Words hash = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
  const auto end = padded_end(bytes);
  for (; bytes.size() >= block_bytes; bytes.remove_prefix(block_bytes)) add_block(hash, bytes);
  for (std::string_view rest = end; !rest.empty(); rest.remove_prefix(block_bytes)) add_block(hash, rest);
  std::string digest;
  for (const auto word : hash) {
    for (int shift = 24; shift >= 0; shift -= 8) digest += static_cast<char>(word >> shift);
  }
  return digest;
}

}  // namespace wiretape

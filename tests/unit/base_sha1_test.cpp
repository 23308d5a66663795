// SPDX-License-Identifier: MIT
#include "base/sha1.hpp"

#include <gtest/gtest.h>

namespace wiretape {
namespace {

std::string hex(const std::string& bytes) {
  std::string out;
  for (const auto c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += {"0123456789abcdef"[byte >> 4], "0123456789abcdef"[byte & 15]};
  }
  return out;
}

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

TEST(Sha1, GivesTheDigestsOfRfc3174) {
  EXPECT_EQ(hex(sha1("abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(hex(sha1("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
  EXPECT_EQ(hex(sha1(std::string(1'000'000, 'a'))), "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
  EXPECT_EQ(hex(sha1(repeated("0123456701234567012345670123456701234567012345670123456701234567", 10))),
            "dea356a2cddd90c7a7ecedc5ebb563934f460452");
  EXPECT_EQ(hex(sha1("")), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
}

// Each digest goes into the next input: of 0 to 199 bytes beside it, so that padding meets every length.
// The last one is by Python's hashlib.
TEST(Sha1, PadsEveryLength) {
  std::string digest;
  for (std::size_t n = 0; n < 200; ++n) digest = sha1(digest + std::string(n, 'x'));
  EXPECT_EQ(hex(digest), "4880f033e9f385c59f604e3cbff3e2bdef4e7c77");
}

}  // namespace
}  // namespace wiretape

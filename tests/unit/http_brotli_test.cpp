// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "http/codings.hpp"

namespace wiretape::http {
namespace {

using namespace std::string_literals;

// An uncompressed meta-block (RFC 7932 §9.2), set by hand.
const auto hello = "\x0b\x02\x80hello\x03"s;

BoundedOutput enough() { return {DecodeLimits{}, 1'000'000}; }

TEST(Brotli, ReadsWhatOthersWrote) {
  const auto decoded = decode_brotli(hello, enough());
  ASSERT_TRUE(decoded) << decoded.error().message;
  EXPECT_EQ(*decoded, "hello");
}

TEST(Brotli, EveryPrefixIsCutShort) {
  for (std::size_t n = 0; n < hello.size(); ++n) {
    EXPECT_EQ(decode_brotli(hello.substr(0, n), enough()).error().message, "the compressed data is cut short")
        << n;
  }
}

TEST(Brotli, RefusesBytesBehindTheEndAndCorruptData) {
  EXPECT_EQ(decode_brotli(hello + "x", enough()).error(),
            (Error{"bytes behind the end of the compressed data", hello.size()}));
  EXPECT_TRUE(
      decode_brotli("\xff\xff\xff\xff\xff\xff", enough()).error().message.starts_with("corrupt data: "));
}

TEST(Brotli, EncodesBigBodiesThatReadBack) {
  std::string big;
  for (int i = 0; i < 100'000; ++i) big += std::to_string(i * 2654435761U);
  EXPECT_EQ(*decode_brotli(*encode_brotli(big), enough()), big);
  EXPECT_EQ(*decode_brotli(*encode_brotli(""), enough()), "");
}

TEST(Brotli, IsBounded) {
  const auto bomb = *encode_brotli(std::string(3'000'000, '\0'));
  EXPECT_FALSE(decode_brotli(bomb, {{.bytes = 2'999'999}, bomb.size()}));
  EXPECT_FALSE(decode_brotli(bomb, {{.ratio = 100}, bomb.size()}));
  EXPECT_TRUE(decode_brotli(bomb, {{.ratio = 1'000'000}, bomb.size()}));
}

}  // namespace
}  // namespace wiretape::http

// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "http/codings.hpp"

namespace wiretape::http {
namespace {

using namespace std::string_literals;

// A single-segment frame with one raw block (RFC 8878 §3.1.1), set by hand.
const auto hello = "\x28\xb5\x2f\xfd\x20\x05\x29\x00\x00hello"s;

BoundedOutput enough() { return {DecodeLimits{}, 1'000'000}; }

TEST(Zstd, ReadsWhatOthersWrote) {
  const auto decoded = decode_zstd(hello, enough());
  ASSERT_TRUE(decoded) << decoded.error().message;
  EXPECT_EQ(*decoded, "hello");
}

TEST(Zstd, ReadsFramesThatFollowOneAnother) {
  const auto skippable = "\x50\x2a\x4d\x18\x02\x00\x00\x00xx"s;
  EXPECT_EQ(*decode_zstd(hello + skippable + hello, enough()), "hellohello");
}

TEST(Zstd, EveryPrefixIsCutShort) {
  for (std::size_t n = 0; n < hello.size(); ++n) {
    EXPECT_EQ(decode_zstd(hello.substr(0, n), enough()).error().message, "the compressed data is cut short")
        << n;
    EXPECT_EQ(decode_zstd(hello + hello.substr(0, n), enough()).has_value(), n == 0) << n;
  }
}

TEST(Zstd, RefusesBytesBehindTheEndAndCorruptData) {
  EXPECT_FALSE(decode_zstd(hello + "garbage", enough()));
  EXPECT_EQ(decode_zstd("no zstd at all", enough()).error().message,
            "corrupt data: Unknown frame descriptor");
}

TEST(Zstd, RefusesAWindowOfMoreThanEightMebibytes) {
  const auto frame = [](char window) { return "\x28\xb5\x2f\xfd\x00"s + window + "\x29\x00\x00hello"s; };
  EXPECT_EQ(*decode_zstd(frame(13 << 3), enough()), "hello");  // 2^(10+13)
  EXPECT_FALSE(decode_zstd(frame(14 << 3), enough()));
}

TEST(Zstd, EncodesBigBodiesThatReadBack) {
  std::string big;
  for (int i = 0; i < 100'000; ++i) big += std::to_string(i * 2654435761U);
  EXPECT_EQ(*decode_zstd(*encode_zstd(big), enough()), big);
  EXPECT_EQ(*decode_zstd(*encode_zstd(""), enough()), "");
}

TEST(Zstd, IsBounded) {
  const auto bomb = *encode_zstd(std::string(3'000'000, '\0'));
  EXPECT_FALSE(decode_zstd(bomb, {{.bytes = 2'999'999}, bomb.size()}));
  EXPECT_FALSE(decode_zstd(bomb, {{.ratio = 100}, bomb.size()}));
  EXPECT_TRUE(decode_zstd(bomb, {{.ratio = 1'000'000}, bomb.size()}));
}

}  // namespace
}  // namespace wiretape::http

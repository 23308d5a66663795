// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "http/codings.hpp"

namespace wiretape::http {
namespace {

using namespace std::string_literals;

// By `printf hello | gzip -n` and Python's zlib, not by our own encoder.
const auto gzip_hello =
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb\x48\xcd\xc9\xc9\x07\x00\x86\xa6\x10\x36\x05\x00\x00\x00"s;
const auto zlib_hello = "\x78\x9c\xcb\x48\xcd\xc9\xc9\x07\x00\x06\x2c\x02\x15"s;
const auto raw_hello = "\xcb\x48\xcd\xc9\xc9\x07\x00"s;

BoundedOutput enough() { return {DecodeLimits{}, 1'000'000}; }

TEST(Deflate, ReadsWhatOthersWrote) {
  EXPECT_EQ(*decode_gzip(gzip_hello, enough()), "hello");
  EXPECT_EQ(*decode_deflate(zlib_hello, enough()), "hello");
  EXPECT_EQ(*decode_deflate(raw_hello, enough()), "hello");
}

TEST(Deflate, ReadsMembersThatFollowOneAnother) {
  EXPECT_EQ(*decode_gzip(gzip_hello + gzip_hello, enough()), "hellohello");
}

TEST(Deflate, RefusesBytesBehindTheEnd) {
  for (const auto& [result, end] :
       {std::pair(decode_gzip(gzip_hello + "x", enough()), gzip_hello.size()),
        std::pair(decode_gzip(gzip_hello + '\0', enough()), gzip_hello.size()),
        std::pair(decode_deflate(zlib_hello + zlib_hello, enough()), zlib_hello.size()),
        std::pair(decode_deflate(raw_hello + "x", enough()), raw_hello.size())}) {
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error(), (Error{"bytes behind the end of the compressed data", end}));
  }
}

TEST(Deflate, EveryPrefixIsCutShort) {
  for (std::size_t n = 0; n < gzip_hello.size(); ++n) {
    EXPECT_EQ(decode_gzip(gzip_hello.substr(0, n), enough()).error().message,
              "the compressed data is cut short")
        << n;
    const auto second = decode_gzip(gzip_hello + gzip_hello.substr(0, n), enough());
    EXPECT_EQ(second.has_value(), n == 0) << n;
  }
  for (std::size_t n = 0; n < zlib_hello.size(); ++n) {
    EXPECT_FALSE(decode_deflate(zlib_hello.substr(0, n), enough())) << n;
  }
}

TEST(Deflate, SaysWhatIsCorrupt) {
  auto bytes = gzip_hello;
  bytes[20] ^= 1;
  EXPECT_EQ(decode_gzip(bytes, enough()).error().message, "corrupt data: incorrect data check");
  EXPECT_EQ(decode_gzip("no gzip at all", enough()).error().message, "corrupt data: incorrect header check");
}

TEST(Deflate, EncodesBigBodiesThatReadBack) {
  std::string big;
  for (int i = 0; i < 100'000; ++i) big += std::to_string(i * 2654435761U);
  EXPECT_EQ(*decode_gzip(*encode_gzip(big), enough()), big);
  EXPECT_EQ(*decode_deflate(*encode_deflate(big), enough()), big);
  EXPECT_EQ(*decode_gzip(*encode_gzip(""), enough()), "");
}

TEST(Deflate, IsBounded) {
  const auto bomb = *encode_gzip(std::string(3'000'000, '\0'));
  EXPECT_FALSE(decode_gzip(bomb, {{.bytes = 2'999'999}, bomb.size()}));
  EXPECT_FALSE(decode_gzip(bomb, {{.ratio = 100}, bomb.size()}));
  EXPECT_TRUE(decode_gzip(bomb, {{.ratio = 2000}, bomb.size()}));
}

}  // namespace
}  // namespace wiretape::http

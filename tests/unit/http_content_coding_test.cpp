// SPDX-License-Identifier: MIT
#include "http/content_coding.hpp"

#include <gtest/gtest.h>

namespace wiretape::http {
namespace {

std::string message(const Result<std::string>& result) {
  return result ? "decoded: " + *result : result.error().message;
}

TEST(ContentCoding, RemovesWhatItAdds) {
  for (const auto* coding : {"gzip", "x-gzip", "deflate", "br", "zstd", "GZIP"}) {
    const auto encoded = encode_content("hello", coding);
    ASSERT_TRUE(encoded) << coding;
    EXPECT_NE(*encoded, "hello");
    EXPECT_EQ(*decode_content(*encoded, {{"Content-Encoding", coding}}), "hello") << coding;
  }
}

TEST(ContentCoding, RemovesTheLastOneFirst) {
  const auto twice = *encode_content(*encode_content("hello", "gzip"), "br");
  EXPECT_EQ(*decode_content(twice, {{"Content-Encoding", "gzip, br"}}), "hello");
  EXPECT_EQ(*decode_content(twice, {{"Content-Encoding", "gzip"}, {"content-encoding", "identity,, br"}}),
            "hello");
  EXPECT_FALSE(decode_content(twice, {{"Content-Encoding", "br, gzip"}}));
}

TEST(ContentCoding, WithoutOneTheBytesStay) {
  EXPECT_EQ(*decode_content("hello", {}), "hello");
  EXPECT_EQ(*decode_content("hello", {{"Content-Encoding", "Identity"}}), "hello");
  EXPECT_FALSE(has_content_coding({{"Content-Encoding", "identity, "}}));
  EXPECT_TRUE(has_content_coding({{"content-encoding", "whatever"}}));
}

TEST(ContentCoding, AnEmptyBodyHasNothingToDecode) {
  EXPECT_EQ(*decode_content("", {{"Content-Encoding", "gzip"}}), "");
}

TEST(ContentCoding, SaysWhichCodingFailed) {
  EXPECT_EQ(message(decode_content("x", {{"Content-Encoding", "compress"}})),
            "the content coding \"compress\" is unknown");
  EXPECT_EQ(message(decode_content("x", {{"Content-Encoding", "GZip"}})),
            "gzip: the compressed data is cut short");
  EXPECT_EQ(message(encode_content("x", "identity")), "the content coding \"identity\" is unknown");
}

TEST(ContentCoding, TakesOnlySoMany) {
  EXPECT_EQ(message(decode_content("x", {{"Content-Encoding", "gzip,gzip,gzip,gzip,gzip,gzip"}})),
            "more than 5 content codings");
}

TEST(ContentCoding, ABombInABombIsMeasuredByWhatCame) {
  const auto bomb = *encode_content(*encode_content(std::string(30'000'000, '\0'), "gzip"), "gzip");
  EXPECT_EQ(message(decode_content(bomb, {{"Content-Encoding", "gzip, gzip"}})),
            "gzip: decodes to more than 67108864 bytes, or to more than 1000 times its size");
}

}  // namespace
}  // namespace wiretape::http

// SPDX-License-Identifier: MIT
#include "http/chunk_line.hpp"

#include <gtest/gtest.h>

namespace wiretape::http {
namespace {

using namespace std::string_view_literals;

std::string shown(const Result<ChunkStart>& chunk) {
  if (!chunk) return std::to_string(chunk.error().offset) + ": " + chunk.error().message;
  return std::to_string(chunk->size) + chunk->extension;
}
std::string strict(std::string_view line) { return shown(parse_chunk_line(line, Strictness::strict)); }
std::string lenient(std::string_view line) { return shown(parse_chunk_line(line, Strictness::lenient)); }

TEST(ChunkLine, ReadsHexAndKeepsTheExtension) {
  EXPECT_EQ(strict("1aF\r\n"), "431");
  EXPECT_EQ(strict("0\r\n"), "0");
  EXPECT_EQ(strict("ffffffffffffffff\r\n"), "18446744073709551615");
  EXPECT_EQ(strict("5;a\r\n"), "5;a");
  EXPECT_EQ(strict("5; a = \"x;\\\"y\"\r\n"), "5; a = \"x;\\\"y\"");
}

TEST(ChunkLine, RefusesWhatReadersCouldCountInTwoWays) {
  EXPECT_EQ(strict("\r\n"), "0: a chunk without a size");
  EXPECT_EQ(strict(";a\r\n"), "0: a chunk without a size");
  EXPECT_EQ(strict("0x3\r\n"), "1: the chunk size \"0x3\" is not hexadecimal");
  EXPECT_EQ(strict("-1\r\n"), "0: the chunk size \"-1\" is not hexadecimal");
  EXPECT_EQ(strict("5 \r\n"), "1: the chunk size \"5 \" is not hexadecimal");
  EXPECT_EQ(strict(" 5\r\n"), "0: the chunk size \" 5\" is not hexadecimal");
  EXPECT_EQ(strict("5 ;a\r\n"), "1: the chunk size \"5 \" is not hexadecimal");
  EXPECT_EQ(strict("00000000000000005\r\n"), "16: a chunk size of more than 16 digits");
  EXPECT_EQ(strict("5\n"), "1: a line that ends with LF alone");
  EXPECT_EQ(strict("5\r\r\n"), "1: the chunk size \"5\\r\" is not hexadecimal");
  EXPECT_EQ(strict("5;\r\r\n"), "2: a CR that ends no line");
  EXPECT_EQ(strict("5;a\0\r\n"sv), "3: a NUL byte in the head");
  EXPECT_EQ(strict("5;a\x01\r\n"), "3: a chunk extension cannot contain \"\\x01\"");
}

TEST(ChunkLine, LenientlyOnlyTheSizeMatters) {
  EXPECT_EQ(lenient(" 5  \n"), "5");
  EXPECT_EQ(lenient("5 ; a\r\n"), "5; a");
  EXPECT_EQ(lenient("5;\x01\n"), "5;\x01");
  EXPECT_EQ(lenient(" x\r\n"), "1: the chunk size \"x\" is not hexadecimal");
  EXPECT_EQ(lenient("  \r\n"), "0: a chunk without a size");
  EXPECT_EQ(lenient("11111111111111111\r\n"), "16: a chunk size of more than 16 digits");
}

}  // namespace
}  // namespace wiretape::http

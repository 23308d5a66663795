// SPDX-License-Identifier: MIT
#include "proxy/collector.hpp"

#include <gtest/gtest.h>
#include <asio/io_context.hpp>

#include "http/content_coding.hpp"
#include "support/manual_timers.hpp"

namespace wiretape::proxy {
namespace {

struct BodyCollectorTest : testing::Test {
  // Whether a body that comes in these pieces goes to a file.
  bool goes_to_file(const std::vector<std::string>& pieces, Headers headers = {}) {
    response = {};
    response.headers = std::move(headers);
    BodyCollector collector(timers, limits, [] { return cassette::SideFileWriter::passing(); });
    collector.begin(response);
    for (const auto& piece : pieces) collector.add(http::Data{piece});
    collector.finish();
    file = collector.take_file();
    return file != nullptr;
  }

  asio::io_context context;
  io::ManualTimers timers{context};
  Limits limits;
  Response response;
  std::unique_ptr<cassette::SideFileWriter> file;
};

TEST_F(BodyCollectorTest, KeepsBytesChunksTimesAndTrailers) {
  BodyCollector collector(timers, limits, {});
  collector.begin(response);
  collector.add(http::ChunkStart{2, ";x"});
  collector.add(http::Data{"ab"});
  timers.advance(std::chrono::milliseconds(7));
  collector.add(http::ChunkStart{3, ""});
  collector.add(http::Data{"c"});
  collector.add(http::Data{"de"});
  collector.add(http::Trailers{{{"X", "1"}}});
  collector.add(http::End{});
  collector.finish();
  EXPECT_EQ(response.body, Body{"abcde"});
  ASSERT_EQ(response.chunks.size(), 2U);
  EXPECT_EQ(response.chunks[0], (Chunk{2, ";x", std::chrono::milliseconds(0)}));
  EXPECT_EQ(response.chunks[1], (Chunk{3, "", std::chrono::milliseconds(7)}));
  EXPECT_EQ(response.trailers, (Headers{{"X", "1"}}));
}

TEST_F(BodyCollectorTest, KeepsThePiecesOfABodyThatPauses) {
  BodyCollector collector(timers, limits, {});
  collector.begin(response);
  for (const auto pause : {0, 9, 10, 300}) {
    timers.advance(std::chrono::milliseconds(pause));
    collector.add(http::Data{"ab"});
  }
  collector.finish();
  ASSERT_EQ(response.chunks.size(), 3U);
  EXPECT_EQ(response.chunks[0], (Chunk{4, {}, std::chrono::milliseconds(0)}));
  EXPECT_EQ(response.chunks[1], (Chunk{2, {}, std::chrono::milliseconds(19)}));
  EXPECT_EQ(response.chunks[2], (Chunk{2, {}, std::chrono::milliseconds(319)}));
}

TEST_F(BodyCollectorTest, HasNoTimelineForABodyThatComesAtOnce) {
  BodyCollector collector(timers, limits, {});
  collector.begin(response);
  for (int i = 0; i < 100; ++i) collector.add(http::Data{"ab"});
  collector.finish();
  EXPECT_TRUE(response.chunks.empty());
}

TEST_F(BodyCollectorTest, CountsOnWhereChunksAreWithoutNumber) {
  BodyCollector collector(timers, limits, {});
  collector.begin(response);
  constexpr std::size_t number = 70'000;
  for (std::size_t i = 0; i < number; ++i) {
    collector.add(http::ChunkStart{1, {}});
    collector.add(http::Data{"x"});
  }
  collector.finish();
  EXPECT_EQ(response.chunks.size(), 64U * 1024);
  EXPECT_EQ(response.chunks.back().size, number - 64 * 1024 + 1);
  EXPECT_EQ(response.body.size(), number);
}

TEST_F(BodyCollectorTest, HoldsTheBeginningAndKnowsTheWhole) {
  limits.body_bytes = 4;
  BodyCollector collector(timers, limits, {});
  collector.begin(response);
  collector.add(http::Data{"abcd"});
  EXPECT_FALSE(response.body.is_truncated);
  collector.add(http::Data{"e"});
  collector.add(http::Data{"fg"});
  collector.finish();
  EXPECT_TRUE(response.body.is_truncated);
  EXPECT_EQ(response.body.bytes, "abcd");
  EXPECT_EQ(response.body.large, (LargeBody{7, sha256_hex("abcdefg")}));
  EXPECT_EQ(collector.take_file(), nullptr);
}

TEST_F(BodyCollectorTest, PutsBinaryBeyond64KiBInAFileAndTextBeyond1MiB) {
  const std::string half(32 * 1024, '\xFF');
  EXPECT_FALSE(goes_to_file({half, half}));
  EXPECT_TRUE(goes_to_file({half, half, "\xFF"}));
  const std::string text(512 * 1024, 'x');
  EXPECT_FALSE(goes_to_file({text, text}));
  EXPECT_TRUE(goes_to_file({text, text, "x"}));
  EXPECT_TRUE(goes_to_file({text, "\xFF"})) << "what turns out to be binary after a while";
  EXPECT_EQ(response.body.large->size, text.size() + 1);
}

TEST_F(BodyCollectorTest, CountsWhatDecodesToTextAsText) {
  const Headers gzip{{"Content-Encoding", "gzip"}};
  std::string text;
  for (unsigned seed = 1; text.size() < 300'000; seed = seed * 1664525 + 1013904223)
    text += std::to_string(seed);
  const auto packed = *http::encode_content(text, "gzip");
  ASSERT_GT(packed.size(), 100'000U);
  EXPECT_FALSE(goes_to_file({packed}, gzip));
  EXPECT_EQ(response.body.decoded, text);
  EXPECT_TRUE(goes_to_file({packed})) << "without the field it is binary";
}

TEST_F(BodyCollectorTest, WritesTheWholeIntoTheFile) {
  limits.body_bytes = 1000;
  limits.body_file_bytes = 10;
  std::string whole;
  std::vector<std::string> pieces;
  for (int i = 0; i < 500; ++i) {
    pieces.push_back(std::to_string(i));
    whole += pieces.back();
  }
  ASSERT_TRUE(goes_to_file(pieces));
  EXPECT_EQ(file->reader().read(0, 10'000), whole);
  EXPECT_EQ(response.body.bytes, whole.substr(0, 1000));
  EXPECT_EQ(response.body.large, (LargeBody{whole.size(), sha256_hex(whole)}));
}

TEST_F(BodyCollectorTest, GivesUpTheFileOfABodyOverTheLimit) {
  limits.body_file_bytes = 4;
  limits.body_limit_bytes = 8;
  EXPECT_TRUE(goes_to_file({"12345", "678"}));
  EXPECT_FALSE(goes_to_file({"12345", "678", "9", "10"}));
  EXPECT_EQ(response.body.large->size, 11U);
}

TEST_F(BodyCollectorTest, RemovesTheCodingsThatItCan) {
  const Headers gzip{{"Content-Encoding", "gzip"}};
  const auto decoded = [&](std::string bytes, const Headers& headers) {
    goes_to_file({std::move(bytes)}, headers);
    return response.body.decoded;
  };
  EXPECT_EQ(decoded(*http::encode_content("hello", "gzip"), gzip), "hello");
  EXPECT_EQ(decoded("no gzip", gzip), std::nullopt);
  EXPECT_EQ(decoded("hello", {}), std::nullopt);
}

TEST_F(BodyCollectorTest, SaysThatABombStaysAsItIs) {
  response.headers = {{"Content-Encoding", "gzip"}};
  BodyCollector collector(timers, limits, {});
  collector.begin(response);
  collector.add(http::Data{*http::encode_content(std::string(8 * 1024 * 1024, '0'), "gzip")});
  collector.finish();
  EXPECT_FALSE(response.body.decoded);
  ASSERT_TRUE(collector.refused_decoding());
  EXPECT_NE(collector.refused_decoding()->find("gzip: decodes to more than"), std::string::npos);
}

}  // namespace
}  // namespace wiretape::proxy

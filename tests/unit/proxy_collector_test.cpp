// SPDX-License-Identifier: MIT
#include "proxy/collector.hpp"

#include <gtest/gtest.h>
#include <asio/io_context.hpp>

#include "http/content_coding.hpp"
#include "support/manual_timers.hpp"

namespace wiretape::proxy {
namespace {

struct BodyCollectorTest : testing::Test {
  asio::io_context context;
  io::ManualTimers timers{context};
  Response response;
};

TEST_F(BodyCollectorTest, KeepsBytesChunksTimesAndTrailers) {
  BodyCollector collector(timers, 100);
  collector.begin(response.body, response.chunks, response.trailers);
  collector.add(http::ChunkStart{2, ";x"});
  collector.add(http::Data{"ab"});
  timers.advance(std::chrono::milliseconds(7));
  collector.add(http::ChunkStart{3, ""});
  collector.add(http::Data{"c"});
  collector.add(http::Data{"de"});
  collector.add(http::Trailers{{{"X", "1"}}});
  collector.add(http::End{});
  EXPECT_EQ(response.body.bytes, "abcde");
  ASSERT_EQ(response.chunks.size(), 2U);
  EXPECT_EQ(response.chunks[0], (Chunk{2, ";x", std::chrono::milliseconds(0)}));
  EXPECT_EQ(response.chunks[1], (Chunk{3, "", std::chrono::milliseconds(7)}));
  EXPECT_EQ(response.trailers, (Headers{{"X", "1"}}));
  EXPECT_FALSE(response.body.is_truncated);
}

TEST_F(BodyCollectorTest, MarksABodyOverTheLimitAndKeepsItsBeginning) {
  BodyCollector collector(timers, 4);
  collector.begin(response.body, response.chunks, response.trailers);
  collector.add(http::Data{"abcd"});
  EXPECT_FALSE(response.body.is_truncated);
  collector.add(http::Data{"e"});
  EXPECT_TRUE(response.body.is_truncated);
  EXPECT_EQ(response.body.bytes, "abcd");
}

TEST(DecodeBody, RemovesWhatCanBeRemovedAndLeavesTheRest) {
  const Headers gzip{{"Content-Encoding", "gzip"}};
  Body body{*http::encode_content("hello", "gzip")};
  decode_body(body, gzip);
  EXPECT_EQ(body.decoded, "hello");
  Body broken{"no gzip"};
  decode_body(broken, gzip);
  EXPECT_FALSE(broken.decoded);
  Body plain{"hello"};
  decode_body(plain, {});
  EXPECT_FALSE(plain.decoded);
}

}  // namespace
}  // namespace wiretape::proxy

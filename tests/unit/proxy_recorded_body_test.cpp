// SPDX-License-Identifier: MIT
#include "proxy/recorded_body.hpp"

#include <gmock/gmock.h>

namespace wiretape::proxy {
namespace {

using testing::ElementsAre;

// "<5;x=y" for a chunk's start, "=text" for data.
std::vector<std::string> events_of(const Response& response, bool is_cut_short = false) {
  std::vector<std::string> events;
  RecordedBody body(response, is_cut_short);
  while (const auto event = body.next()) {
    if (const auto* chunk = std::get_if<http::ChunkStart>(&*event)) {
      events.push_back("<" + std::to_string(chunk->size) + chunk->extension);
    }
    if (const auto* data = std::get_if<http::Data>(&*event)) events.push_back("=" + data->bytes);
  }
  return events;
}

Response chunked(std::string bytes, std::vector<Chunk> chunks) {
  Response response;
  response.framing = Framing::chunked;
  response.body.bytes = std::move(bytes);
  response.chunks = std::move(chunks);
  return response;
}

TEST(RecordedBody, CutsWhereTheOriginCut) {
  EXPECT_THAT(events_of(chunked("hello world", {{5, ";x=y"}, {6, ""}})),
              ElementsAre("<5;x=y", "=hello", "<6", "= world"));
}

TEST(RecordedBody, ForgetsChunksThatNoLongerFitAnEditedBody) {
  EXPECT_THAT(events_of(chunked("hello, all", {{5, ""}, {6, ""}})), ElementsAre("=hello, all"));
}

TEST(RecordedBody, StopsInTheMiddleOfAChunkWhereTheOriginStopped) {
  EXPECT_THAT(events_of(chunked("hello wo", {{5, ""}, {6, ""}}), true),
              ElementsAre("<5", "=hello", "<6", "= wo"));
}

TEST(RecordedBody, ComesInPiecesThatSumUp) {
  Response response;
  response.framing = Framing::content_length;
  for (int i = 0; i < 200'000; ++i) response.body.bytes += static_cast<char>('a' + i % 26);
  std::string sum;
  const auto events = events_of(response);
  for (const auto& event : events) sum += event.substr(1);
  EXPECT_GT(events.size(), 1U);
  EXPECT_EQ(sum, response.body.bytes);
}

TEST(RecordedBody, HasNothingToSayOfAnEmptyOne) { EXPECT_THAT(events_of(Response{}), testing::IsEmpty()); }

std::string written(const Request& request) {
  RequestBody body(request);
  std::string all;
  for (auto piece = body.next(); !piece.empty(); piece = body.next()) all += piece;
  return all;
}

TEST(RequestBody, IsWrittenInTheRequestsFraming) {
  Request request;
  request.framing = Framing::chunked;
  request.body.bytes = "abcde";
  request.chunks = {{3, ""}, {2, ";q"}};
  request.trailers = {{"X-Sum", "1"}};
  EXPECT_EQ(written(request), "3\r\nabc\r\n2;q\r\nde\r\n0\r\nX-Sum: 1\r\n\r\n");
  request.framing = Framing::content_length;
  EXPECT_EQ(written(request), "abcde");
}

}  // namespace
}  // namespace wiretape::proxy

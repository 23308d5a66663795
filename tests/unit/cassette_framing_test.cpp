// SPDX-License-Identifier: MIT
#include "cassette/framing.hpp"

#include <gmock/gmock.h>

#include <limits>

namespace wiretape::cassette {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

Framing of_request(Headers headers) {
  Request request;
  request.headers = std::move(headers);
  return implied_framing(request);
}

Framing of_response(Headers headers, int status = 200, std::string method = "GET") {
  Request request;
  request.method = std::move(method);
  Response response;
  response.status = status;
  response.headers = std::move(headers);
  return implied_framing(response, request);
}

TEST(ImpliedFraming, IsWhatAReaderOnTheWireWouldFind) {
  EXPECT_EQ(of_request({}), Framing::none);
  EXPECT_EQ(of_request({{"content-length", "3"}}), Framing::content_length);
  EXPECT_EQ(of_request({{"TRANSFER-ENCODING", "Chunked"}}), Framing::chunked);
  EXPECT_EQ(of_response({}), Framing::until_close);
  EXPECT_EQ(of_response({{"Content-Length", "0"}}), Framing::content_length);
  EXPECT_EQ(of_response({{"Content-Length", "5, 5"}}), Framing::content_length);
  EXPECT_EQ(of_response({{"Transfer-Encoding", "gzip, chunked"}}), Framing::chunked);
  EXPECT_EQ(of_response({{"Transfer-Encoding", "gzip"}}), Framing::until_close);
  EXPECT_EQ(of_response({{"Transfer-Encoding", "chunked"}, {"Content-Length", "3"}}), Framing::chunked);
}

TEST(ImpliedFraming, IsNoneWhereNoBodyCanBe) {
  const Headers headers{{"Content-Length", "3"}};
  EXPECT_EQ(of_response(headers, 200, "HEAD"), Framing::none);
  EXPECT_EQ(of_response(headers, 204), Framing::none);
  EXPECT_EQ(of_response(headers, 304), Framing::none);
  EXPECT_EQ(of_response(headers, 101), Framing::none);
  EXPECT_EQ(of_response(headers, 200, "CONNECT"), Framing::none);
}

TEST(ImpliedFraming, TakesALengthThatIsNoneForOneToBeMended) {
  EXPECT_EQ(of_request({{"Content-Length", "x"}}), Framing::content_length);
  EXPECT_EQ(of_response({{"Content-Length", "3"}, {"Content-Length", "4"}}), Framing::content_length);
  EXPECT_EQ(of_request({{"Transfer-Encoding", "gzip"}}), Framing::none);
}

Response with_length(std::string length, std::string body) {
  Response response;
  response.framing = Framing::content_length;
  response.headers = {{"Content-Length", std::move(length)}};
  response.body.bytes = std::move(body);
  return response;
}

TEST(Lengths, AgreeHoweverTheyAreSpelled) {
  for (const auto* length : {"5", "005", "5, 5", "5 ,05"}) {
    EXPECT_TRUE(do_lengths_agree(with_length(length, "hello"))) << length;
  }
  for (const auto* length : {"4", "", "+5", "5, 4", "5,", "five", "18446744073709551621"}) {
    EXPECT_FALSE(do_lengths_agree(with_length(length, "hello"))) << length;
  }
}

TEST(Lengths, OfATruncatedBodyAreLeftAlone) {
  auto response = with_length("100", "hello");
  response.body.is_truncated = true;
  EXPECT_TRUE(do_lengths_agree(response));
  mend_lengths(response);
  EXPECT_EQ(response.headers[0].value, "100");
}

TEST(Lengths, DoNotCountWhereTheBodyEndsOtherwise) {
  auto response = with_length("100", "hello");
  response.framing = Framing::until_close;
  EXPECT_TRUE(do_lengths_agree(response));
}

TEST(Lengths, FollowTheBody) {
  auto response = with_length("3", "hello");
  response.headers = {
      {"A", "b"}, {"content-LENGTH", "3", "content-LENGTH:3\r\n"}, {"Content-Length", "05"}, {"C", "d"}};
  mend_lengths(response);
  EXPECT_EQ(response.headers,
            (Headers{{"A", "b"}, {"content-LENGTH", "5"}, {"Content-Length", "05"}, {"C", "d"}}));
}

Request chunked(std::vector<Chunk> chunks, std::string body) {
  Request request;
  request.framing = Framing::chunked;
  request.headers = {{"Transfer-Encoding", "chunked"}};
  request.chunks = std::move(chunks);
  request.body.bytes = std::move(body);
  return request;
}

TEST(Lengths, OfChunksAddUpToTheBody) {
  EXPECT_TRUE(do_lengths_agree(chunked({{2}, {3}}, "hello")));
  EXPECT_TRUE(do_lengths_agree(chunked({}, "")));
  EXPECT_FALSE(do_lengths_agree(chunked({{2}, {2}}, "hello")));
  EXPECT_FALSE(do_lengths_agree(chunked({{2}, {4}}, "hello")));
  EXPECT_FALSE(do_lengths_agree(chunked({{std::numeric_limits<std::uint64_t>::max()}, {6}}, "hello")));
}

TEST(Lengths, MakeOneChunkOfThoseThatNoLongerFit) {
  auto edited = chunked({{2, ";a=b", milliseconds(7)}, {3, "", milliseconds(9)}}, "hello you");
  edited.headers.add("Content-Length", "5");
  mend_lengths(edited);
  EXPECT_THAT(edited.chunks, ElementsAre(Chunk{9, "", milliseconds(7)}));
  EXPECT_EQ(edited.headers.find("Content-Length"), "9");
  auto emptied = chunked({{2}, {3}}, "");
  mend_lengths(emptied);
  EXPECT_THAT(emptied.chunks, IsEmpty());
  auto begun = chunked({}, "hello");
  mend_lengths(begun);
  EXPECT_THAT(begun.chunks, ElementsAre(Chunk{5}));
}

TEST(Lengths, StayAsTheyAreWhereTheyAgree) {
  const auto whole = chunked({{2, ";a=b", milliseconds(7)}, {3}}, "hello");
  auto mended = whole;
  mend_lengths(mended);
  EXPECT_EQ(mended, whole);
}

}  // namespace
}  // namespace wiretape::cassette

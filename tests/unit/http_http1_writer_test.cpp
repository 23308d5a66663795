// SPDX-License-Identifier: MIT
#include "http/http1_writer.hpp"

#include <gtest/gtest.h>

namespace wiretape::http {
namespace {

using namespace std::string_literals;

TEST(Http1Writer, WritesTheTargetThePeerWants) {
  Request request;
  request.headers = {{"Host", "a"}, {"X", "1"}, {"x", "2"}};
  EXPECT_EQ(write_request_head(request, "http://a/"),
            "GET http://a/ HTTP/1.1\r\nHost: a\r\nX: 1\r\nx: 2\r\n\r\n");
}

TEST(Http1Writer, ARawFormIsWrittenWhileItSaysTheSame) {
  Request request;
  request.raw_request_line = "GET  / HTTP/1.1\n";
  request.raw_head_end = "\n";
  EXPECT_EQ(write_request_head(request, "/"), "GET  / HTTP/1.1\n\n");
  EXPECT_EQ(write_request_head(request, "/x"), "GET /x HTTP/1.1\r\n\n");
  request.method = "PUT";
  EXPECT_EQ(write_request_head(request, "/"), "PUT / HTTP/1.1\r\n\n");

  Response response;
  response.reason = "";
  response.raw_status_line = "HTTP/1.1  200\r\n";
  EXPECT_EQ(write_response_head(response), "HTTP/1.1  200\r\n\r\n");
  response.status = 404;
  EXPECT_EQ(write_response_head(response), "HTTP/1.1 404 \r\n\r\n");
}

TEST(Http1Writer, ARawFieldIsWrittenWhileItSaysTheSame) {
  EXPECT_EQ(write_field({"X", "y", "X :y\n"}), "X :y\n");
  EXPECT_EQ(write_field({"X", "a b", "X: a\r\n b\r\n"}), "X: a\r\n b\r\n");
  EXPECT_EQ(write_field({"", "no colon", "no colon\r\n"}), "no colon\r\n");
  EXPECT_EQ(write_field({"X", "edited", "X :y\n"}), "X: edited\r\n");
  EXPECT_EQ(write_field({"Renamed", "y", "X :y\n"}), "Renamed: y\r\n");
}

TEST(Http1Writer, NothingEditedEndsItsLine) {
  EXPECT_EQ(write_field({"X", "y\r\nInjected: z\0"s}), "X: y  Injected: z \r\n");
  EXPECT_EQ(write_field({"X", "y", "X: y\r\nInjected: z\r\n"}), "X: y\r\n");
  EXPECT_EQ(write_field({"X", "y", "X: y\r\n\r\n"}), "X: y\r\n");
  EXPECT_EQ(write_field({"X", "y", "X: y"}), "X: y\r\n");
  EXPECT_EQ(write_field({"", "", "\r\n"}), ": \r\n");
  EXPECT_EQ(write_field({"", "X: y", "\r\n X: y\r\n"}), ": X: y\r\n");

  Request request;
  request.raw_request_line = "GET / HTTP/1.1\r\nInjected: z\r\n";
  request.raw_head_end = "Injected: z\r\n\r\n";
  request.method = "GET\r\n";
  EXPECT_EQ(write_request_head(request, "/\r\n"), "GET   /%0D%0A HTTP/1.1\r\n\r\n");
  EXPECT_EQ(write_interim_head({103, "Early\nHints", {{"Link", "a\nb"}}}),
            "HTTP/1.1 103 Early Hints\r\nLink: a b\r\n\r\n");
}

TEST(BodyWriter, WritesChunksAsTheyWereCut) {
  BodyWriter writer(Framing::chunked);
  EXPECT_EQ(writer.write(Event(ChunkStart{26, ";a=b"})), "1a;a=b\r\n");
  EXPECT_EQ(writer.write(Event(Data{std::string(25, 'x')})), std::string(25, 'x'));
  EXPECT_EQ(writer.write(Event(Data{"y"})), "y\r\n");
  EXPECT_EQ(writer.write(Event(Trailers{{{"T", "1"}}, ";last"})), "0;last\r\nT: 1\r\n\r\n");
  EXPECT_EQ(writer.write(Event(End{})), "");
}

TEST(BodyWriter, DataThatNoChunkAnnouncedIsAChunk) {
  BodyWriter writer(Framing::chunked);
  EXPECT_EQ(writer.write(Data{"0123456789"}), "a\r\n0123456789\r\n");
  EXPECT_EQ(writer.write(ChunkStart{2, ""}), "2\r\n");
  EXPECT_EQ(writer.write(Data{"abc"}), "ab\r\n1\r\nc\r\n");
  EXPECT_EQ(writer.write(ChunkStart{0, ";a"}), "");
  EXPECT_EQ(writer.write(End{}), "0\r\n\r\n");
}

TEST(BodyWriter, OtherFramingsHaveNoMarks) {
  for (const auto framing : {Framing::content_length, Framing::until_close}) {
    BodyWriter writer(framing);
    EXPECT_EQ(writer.write(ChunkStart{3, ""}), "");
    EXPECT_EQ(writer.write(Data{"abc"}), "abc");
    EXPECT_EQ(writer.write(Trailers{{{"T", "1"}}}), "");
    EXPECT_EQ(writer.write(Event(End{})), "");
  }
  EXPECT_EQ(BodyWriter(Framing::none).write(Data{"abc"}), "");
  EXPECT_EQ(BodyWriter(Framing::content_length).write(Event(ResponseHead{})), "");
}

TEST(BodyWriter, AnExtensionCannotEndItsLine) {
  EXPECT_EQ(BodyWriter(Framing::chunked).write(ChunkStart{1, ";a\r\nx"}), "1;a  x\r\n");
}

TEST(BodyWriter, AnExtensionCannotGoOnWithTheSize) {
  BodyWriter writer(Framing::chunked);
  EXPECT_EQ(writer.write(ChunkStart{1, "0"}), "1;0\r\n");
  EXPECT_EQ(writer.write(Data{"x"}), "x\r\n");
  EXPECT_EQ(writer.write(Trailers{{}, "5"}), "0;5\r\n\r\n");
}

TEST(WriteInterimHead, SaysItsVersionWhereThatIsOneWord) {
  EXPECT_EQ(write_interim_head({103, "Early Hints", {}, "HTTP/1.0"}), "HTTP/1.0 103 Early Hints\r\n\r\n");
  for (const auto* odd : {"", "HTTP/1.1 9", "HTTP/1.1\n", "HTTP/1.1\x7F"}) {
    EXPECT_EQ(write_interim_head({103, "Early Hints", {}, odd}), "HTTP/1.1 103 Early Hints\r\n\r\n");
  }
}

}  // namespace
}  // namespace wiretape::http

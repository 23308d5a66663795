// SPDX-License-Identifier: MIT
// How a reader is used; what it makes of bytes stands in fixtures/wire and is run by tests/wire.
#include "http/http1_reader.hpp"

#include <gmock/gmock.h>

#include "support/events_text.hpp"

namespace wiretape::http {
namespace {

using Side = Http1Reader::Side;
using test::read_events;

template <class T>
T next_as(Http1Reader& reader) {
  auto next = reader.next();
  if (auto* error = std::get_if<ReadError>(&next)) ADD_FAILURE() << error->message;
  auto* event = std::get_if<Event>(&next);
  if (event == nullptr || !std::holds_alternative<T>(*event)) {
    ADD_FAILURE() << "another event";
    return {};
  }
  return std::get<T>(std::move(*event));
}

bool waits(Http1Reader& reader) { return std::holds_alternative<std::monostate>(reader.next()); }

std::string error_of(Http1Reader& reader) {
  const auto next = reader.next();
  const auto* error = std::get_if<ReadError>(&next);
  return error
             ? std::to_string(error->status) + " at " + std::to_string(error->offset) + ": " + error->message
             : "";
}

constexpr auto get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

TEST(Http1Reader, KnowsWhenItIsBetweenMessages) {
  Http1Reader reader(Side::requests, Strictness::strict);
  EXPECT_TRUE(reader.is_between_messages());
  reader.feed("\r\n\r");
  EXPECT_TRUE(reader.is_between_messages());
  EXPECT_TRUE(waits(reader));
  reader.feed("\nGET / HTT");
  EXPECT_FALSE(reader.is_between_messages());
  EXPECT_TRUE(waits(reader));
  reader.feed("P/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(next_as<RequestHead>(reader).target, "/");
  EXPECT_FALSE(reader.is_between_messages());
  next_as<End>(reader);
  EXPECT_TRUE(reader.is_between_messages());
  reader.feed_end();
  EXPECT_TRUE(waits(reader));
}

TEST(Http1Reader, ReadsPipelinedRequestsOneByOne) {
  Http1Reader reader(Side::requests, Strictness::strict);
  std::string many;
  for (int i = 0; i < 1000; ++i) many += get;
  reader.feed(many);
  for (int i = 0; i < 1000; ++i) {
    next_as<RequestHead>(reader);
    next_as<End>(reader);
  }
  EXPECT_TRUE(waits(reader));
  EXPECT_TRUE(reader.is_between_messages());
}

TEST(Http1Reader, TakesTheSameHeadAgainUnread) {
  Http1Reader reader(Side::requests, Strictness::strict);
  const std::string same = get;
  reader.feed(same);
  EXPECT_FALSE(reader.take_repeat());  // nothing came before
  next_as<RequestHead>(reader);
  EXPECT_FALSE(reader.take_repeat());  // not between messages
  next_as<End>(reader);
  EXPECT_FALSE(reader.take_repeat());  // it has not come again
  reader.feed(same.substr(0, 10));
  EXPECT_FALSE(reader.take_repeat());
  EXPECT_TRUE(waits(reader));
  reader.feed(same.substr(10) + same + "GET /b HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(reader.take_repeat());
  EXPECT_TRUE(reader.take_repeat());
  EXPECT_FALSE(reader.take_repeat());
  EXPECT_EQ(next_as<RequestHead>(reader).target, "/b");
  next_as<End>(reader);
  reader.feed(same);
  EXPECT_FALSE(reader.take_repeat());  // /b was the last
}

TEST(Http1Reader, TakesNoHeadAgainThatHasABody) {
  Http1Reader reader(Side::requests, Strictness::strict);
  const std::string post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n";
  for (const auto* body : {"a", "b"}) {
    reader.feed(post + body);
    EXPECT_FALSE(reader.take_repeat());
    next_as<RequestHead>(reader);
    EXPECT_EQ(next_as<Data>(reader).bytes, body);
    next_as<End>(reader);
  }
}

TEST(Http1Reader, OffsetsCountFromTheMessageBehindARepeat) {
  Http1Reader reader(Side::requests, Strictness::strict);
  reader.feed(std::string(get) + get + "GET / HTTP/1.1\r\nHost : a\r\n\r\n");
  next_as<RequestHead>(reader);
  next_as<End>(reader);
  ASSERT_TRUE(reader.take_repeat());
  EXPECT_THAT(error_of(reader), testing::HasSubstr("at 20:"));
}

TEST(Http1Reader, HandsABodyOutAsItComes) {
  Http1Reader reader(Side::requests, Strictness::strict);
  reader.feed("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n\r\nab");
  EXPECT_EQ(next_as<RequestHead>(reader).content_length, 8U);
  EXPECT_EQ(next_as<Data>(reader).bytes, "ab");
  EXPECT_TRUE(waits(reader));
  reader.feed("cde");
  EXPECT_EQ(next_as<Data>(reader).bytes, "cde");
  reader.feed("fghGET");
  EXPECT_EQ(next_as<Data>(reader).bytes, "fgh");
  next_as<End>(reader);
  EXPECT_EQ(reader.take_rest(), "GET");
}

TEST(Http1Reader, GivesBackWhatFollowsAConnect) {
  Http1Reader reader(Side::requests, Strictness::strict);
  reader.feed("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n\x16\x03\x01");
  EXPECT_EQ(next_as<RequestHead>(reader).form, TargetForm::authority);
  next_as<End>(reader);
  EXPECT_EQ(reader.take_rest(), "\x16\x03\x01");
  EXPECT_TRUE(reader.is_between_messages());
}

TEST(Http1Reader, AnErrorIsTheLastWord) {
  Http1Reader reader(Side::requests, Strictness::strict);
  reader.feed("GET / HTTP/1.1\r\nHost : a\r\n\r\n");
  EXPECT_EQ(error_of(reader), "400 at 20: a space before the colon of a field");
  reader.feed(get);
  EXPECT_EQ(error_of(reader), "400 at 20: a space before the colon of a field");
}

TEST(Http1Reader, OffsetsCountFromTheMessage) {
  Http1Reader reader(Side::requests, Strictness::strict);
  reader.feed(std::string(get) + "\r\nGET / HTTP/1.1\r\n\r\n");
  next_as<RequestHead>(reader);
  next_as<End>(reader);
  EXPECT_EQ(error_of(reader), "400 at 16: no Host");
}

TEST(Http1Reader, ResponsesAnswerTheRequestsInOrder) {
  Http1Reader reader(Side::responses, Strictness::lenient);
  reader.expect_response_to("HEAD");
  reader.expect_response_to("GET");
  reader.feed("HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(next_as<InterimHead>(reader).interim.status, 100);
  EXPECT_FALSE(reader.is_between_messages());
  reader.feed("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab");
  EXPECT_EQ(next_as<ResponseHead>(reader).response.framing, Framing::none);
  next_as<End>(reader);
  EXPECT_EQ(next_as<ResponseHead>(reader).response.framing, Framing::content_length);
  EXPECT_EQ(next_as<Data>(reader).bytes, "ab");
  next_as<End>(reader);
}

TEST(Http1Reader, TheEndOfTheConnectionEndsAnOpenBody) {
  Http1Reader reader(Side::responses, Strictness::lenient);
  reader.feed("HTTP/1.1 200 OK\r\n\r\nab");
  EXPECT_FALSE(next_as<ResponseHead>(reader).keeps_alive);
  EXPECT_EQ(next_as<Data>(reader).bytes, "ab");
  EXPECT_TRUE(waits(reader));
  reader.feed_end();
  next_as<End>(reader);
  EXPECT_TRUE(waits(reader));
}

TEST(Http1Reader, LimitsHoldBeforeAHeadIsWhole) {
  const ReaderLimits limits{.head_bytes = 40, .fields = 2, .chunk_line_bytes = 8};
  const auto error = [&](std::string_view bytes) {
    Http1Reader reader(Side::requests, Strictness::strict, limits);
    reader.feed(bytes);
    while (true) {
      const auto next = reader.next();
      if (const auto* refused = std::get_if<ReadError>(&next)) {
        return std::to_string(refused->status) + ": " + refused->message;
      }
      if (std::holds_alternative<std::monostate>(next)) return std::string("waits");
    }
  };
  const std::string post = "P / HTTP/1.1\r\nHost:a\r\n";  // 22 bytes
  EXPECT_EQ(error("GET /" + std::string(35, 'x')), "waits");
  EXPECT_EQ(error("GET /" + std::string(36, 'x')), "414: a request line of more than 40 bytes");
  EXPECT_EQ(error(post + "A:" + std::string(16, 'x')), "waits");
  EXPECT_EQ(error(post + "A:" + std::string(17, 'x')), "431: a head of more than 40 bytes");
  EXPECT_EQ(error(post + "A:\r\n"), "waits");
  EXPECT_EQ(error(post + "A:\r\nB:\r\n"), "431: more than 2 fields");

  const ReaderLimits wider{.head_bytes = 60, .fields = 2, .chunk_line_bytes = 8};
  const std::string chunked = post + "Transfer-Encoding: chunked\r\n\r\n";
  const auto text = [&](const std::string& body) {
    return read_events(chunked + body, {.limits = wider}).text;
  };
  EXPECT_TRUE(text("5;12345").ends_with("more\n"));
  EXPECT_TRUE(text("5;1234567").ends_with("error 400 at 52: a chunk line of more than 8 bytes\n"))
      << text("5;1234567");
  EXPECT_TRUE(text("0\r\nA:\r\nB:\r\nC:\r\n").ends_with("error 431 at 63: more than 2 fields\n"));
  EXPECT_TRUE(
      text("0\r\n" + std::string(61, 'x')).ends_with("error 431 at 55: trailers of more than 60 bytes\n"));
}

TEST(Http1Reader, ABigHeadInSmallPiecesIsReadOnce) {
  std::string head = "GET / HTTP/1.1\r\nHost: a\r\n";
  for (int i = 0; i < 190; ++i) head += "X-Field: " + std::string(320, 'x') + "\r\n";
  head += "\r\n";
  ASSERT_LT(head.size(), ReaderLimits{}.head_bytes);
  EXPECT_EQ(read_events(head, {}, 1).text, read_events(head, {}).text);
}

}  // namespace
}  // namespace wiretape::http

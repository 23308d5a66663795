// SPDX-License-Identifier: MIT
#include "proxy/sender.hpp"

#include <gmock/gmock.h>

#include "io/pipe.hpp"
#include "proxy/recorded_source.hpp"
#include "support/coroutines.hpp"

namespace wiretape::proxy {
namespace {

using testing::EndsWith;
using testing::StartsWith;

struct SenderTest : testing::Test {
  io::Task<Sent> to_client(Outcome outcome, AnswerTo to) {
    auto interaction = std::make_shared<Interaction>();
    interaction->outcome = std::move(outcome);
    RecordedSource source(interaction);
    const Sent sent = co_await send_answer(*deck_end, source, std::move(to));
    co_return sent;
  }

  Sent send(Outcome outcome, AnswerTo to) {
    std::tie(deck_end, client_end) = io::make_pipe(context.get_executor(), pipe);
    return io::run(context, to_client(std::move(outcome), std::move(to)));
  }

  // What the client has got; nothing more is waited for.
  std::string got() {
    std::string all;
    while (true) {
      const io::Started<io::Transfer> read(context, client_end->read_some(io::scratch()));
      io::settle(context);
      if (!read.has_ended()) client_end->close(), io::settle(context);
      last = read.value();
      if (last.count == 0) return all;
      all.append(io::scratch().data(), last.count);
    }
  }

  asio::io_context context;
  io::PipeOptions pipe;
  std::unique_ptr<io::Stream> deck_end, client_end;
  io::Transfer last;
};

Response hello() {
  Response response;
  response.framing = Framing::content_length;
  response.headers = {{"Content-Length", "5"}};
  response.body.bytes = "hello";
  return response;
}

TEST_F(SenderTest, SendsAResponseAndSaysThatTheConnectionCarriesOn) {
  const auto sent = send(hello(), {"GET", "HTTP/1.1", false});
  EXPECT_TRUE(sent.is_whole);
  EXPECT_TRUE(sent.keeps_alive);
  EXPECT_EQ(got(), "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
}

TEST_F(SenderTest, SendsNoBodyToHead) {
  const auto sent = send(hello(), {"HEAD", "HTTP/1.1", false});
  EXPECT_TRUE(sent.keeps_alive);
  EXPECT_EQ(got(), "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
}

TEST_F(SenderTest, DoesNotSayContinueTwice) {
  auto response = hello();
  response.interim = {Interim{}, Interim{103, "Early Hints"}};
  send(response, {"PUT", "HTTP/1.1", true});
  EXPECT_THAT(got(), StartsWith("HTTP/1.1 103 Early Hints\r\n"));
}

TEST_F(SenderTest, ClosesAfterABodyThatLastsUntilThen) {
  auto response = hello();
  response.framing = Framing::until_close;
  EXPECT_FALSE(send(response, {"GET", "HTTP/1.1", false}).keeps_alive);
}

TEST_F(SenderTest, SaysInHttpWhatNoSocketEventCanSay) {
  for (const auto kind : {TransportErrorKind::refused, TransportErrorKind::dns, TransportErrorKind::tls,
                          TransportErrorKind::unreachable, TransportErrorKind::malformed}) {
    const auto sent = send(TransportError{kind, "why", {}}, {"GET", "HTTP/1.1", false});
    EXPECT_TRUE(sent.keeps_alive);
    EXPECT_THAT(got(), StartsWith("HTTP/1.1 502 ")) << to_string(kind);
  }
  send(TransportError{TransportErrorKind::timed_out, "why", {}}, {"GET", "HTTP/1.1", false});
  EXPECT_THAT(got(), StartsWith("HTTP/1.1 504 "));
}

TEST_F(SenderTest, ResetsAndClosesAsTheOriginDid) {
  auto partial = hello();
  partial.body.bytes = "hel";
  auto sent = send(TransportError{TransportErrorKind::reset, "", partial}, {"GET", "HTTP/1.1", false});
  EXPECT_TRUE(sent.is_whole);
  EXPECT_FALSE(sent.keeps_alive);
  EXPECT_THAT(got(), EndsWith("\r\n\r\nhel"));
  EXPECT_TRUE(last.error);
  sent = send(TransportError{TransportErrorKind::closed, "", {}}, {"GET", "HTTP/1.1", false});
  EXPECT_EQ(got(), "");
  EXPECT_TRUE(last.is_end());
}

TEST_F(SenderTest, SaysWhenTheClientIsGone) {
  pipe.fails_at = 1;
  const auto sent = send(hello(), {"GET", "HTTP/1.1", false});
  EXPECT_FALSE(sent.is_whole);
  EXPECT_FALSE(sent.keeps_alive);
}

}  // namespace
}  // namespace wiretape::proxy

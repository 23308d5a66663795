// SPDX-License-Identifier: MIT
// Conversations that go on to an origin, and are recorded on the way.
#include <gmock/gmock.h>

#include <algorithm>

#include "support/tape_rig.hpp"

namespace wiretape::proxy {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

RigOptions recording() {
  RigOptions options;
  options.setup.mode = RecordMode::once;
  options.setup.cassette = "cassettes/a.yaml";
  return options;
}

const TransportError& failure_of(const Interaction& interaction) {
  return std::get<TransportError>(interaction.outcome);
}

constexpr auto get_hello =
    "GET http://o.test/hello HTTP/1.1\r\nhOST: o.test\r\nProxy-Connection: keep-alive\r\nX-Odd:value\r\n\r\n";
constexpr auto post_abc_of_six =
    "POST http://o.test/x HTTP/1.1\r\nHost: o.test\r\nContent-Length: 6\r\n\r\nabc";
constexpr auto put_expecting =
    "PUT http://o.test/x HTTP/1.1\r\nHost: o.test\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n";
constexpr auto hello = "HTTP/1.1 200 Fine\r\ncontent-length: 5\r\n\r\nhello";
constexpr auto half = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhal";

TEST(Record, PassesAndKeepsAnExchange) {
  TapeRig rig(recording());
  EXPECT_EQ(rig.say(get_hello), "");
  EXPECT_THAT(rig.connector.asked, ElementsAre("http://o.test:80"));
  EXPECT_EQ(rig.connector.origins[0]->take(), "GET /hello HTTP/1.1\r\nhOST: o.test\r\nX-Odd:value\r\n\r\n");
  rig.connector.origins[0]->send(hello);
  rig.settle();
  EXPECT_EQ(rig.client->take(), hello);
  ASSERT_THAT(rig.recording.interactions, SizeIs(1));
  const auto& kept = rig.recording.interactions[0];
  EXPECT_EQ(kept.request.url.str(), "http://o.test/hello");
  EXPECT_FALSE(kept.request.headers.has("Proxy-Connection"));
  EXPECT_EQ(std::get<Response>(kept.outcome).body.bytes, "hello");
  EXPECT_EQ(std::get<Response>(kept.outcome).reason, "Fine");
  EXPECT_EQ(kept.recorded_at, "2026-11-24T04:13:45Z");
}

TEST(Record, KeepsTheOriginsConnectionForTheNextRequest) {
  TapeRig rig(recording());
  for (int request = 0; request < 2; ++request) {
    rig.say(get_hello);
    ASSERT_THAT(rig.connector.asked, SizeIs(1));
    rig.connector.origins[0]->send(hello);
    rig.settle();
  }
  EXPECT_THAT(rig.recording.interactions, SizeIs(2));
}

TEST(Record, AsksAgainWhereTheKeptConnectionWasClosedMeanwhile) {
  TapeRig rig(recording());
  rig.say(get_hello);
  rig.connector.origins[0]->send(hello);
  rig.settle();
  EXPECT_EQ(rig.client->take(), hello);
  rig.connector.origins[0]->end();
  rig.settle();
  rig.say(get_hello);
  ASSERT_THAT(rig.connector.asked, SizeIs(2));
  rig.connector.origins[1]->send(hello);
  rig.settle();
  EXPECT_EQ(rig.client->take(), hello);
  EXPECT_THAT(rig.recording.interactions, SizeIs(2));
}

TEST(Record, LetsABodyFlowWhileItComes) {
  TapeRig rig(recording());
  rig.say(
      "POST http://o.test/x HTTP/1.1\r\nHost: o.test\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n");
  auto& origin = *rig.connector.origins.at(0);
  EXPECT_THAT(origin.take(), EndsWith("\r\n\r\n3;a=b\r\nabc\r\n"));
  rig.say("2\r\nde\r\n0;end\r\nX-Sum: 1\r\n\r\n");
  EXPECT_EQ(origin.take(), "2\r\nde\r\n0;end\r\nX-Sum: 1\r\n\r\n");
  origin.send(hello);
  rig.settle();
  EXPECT_EQ(rig.client->take(), hello);
  ASSERT_THAT(rig.recording.interactions, SizeIs(1));
  const auto& request = rig.recording.interactions[0].request;
  EXPECT_EQ(request.body.bytes, "abcde");
  ASSERT_THAT(request.chunks, SizeIs(2));
  EXPECT_EQ(request.chunks[0].extension, ";a=b");
  EXPECT_EQ(request.last_chunk_extension, ";end");
  EXPECT_EQ(request.trailers.find("X-Sum"), "1");
}

TEST(Record, LetsAnAnswerStartBeforeTheRequestHasEnded) {
  TapeRig rig(recording());
  rig.say(post_abc_of_six);
  auto& origin = *rig.connector.origins.at(0);
  origin.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nha");
  rig.settle();
  EXPECT_EQ(rig.client->take(), "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nha");
  rig.say("def");
  origin.send("ha");
  rig.settle();
  EXPECT_EQ(rig.client->take(), "ha");
  ASSERT_THAT(rig.recording.interactions, SizeIs(1));
  EXPECT_EQ(rig.recording.interactions[0].request.body.bytes, "abcdef");
}

TEST(Record, KnowsThatAnAnswerToHeadHasNoBody) {
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
  TapeRig rig(recording());
  for (const auto* method : {"HEAD", "HEAD", "GET"}) {
    rig.say(std::string(method) + " http://o.test/ HTTP/1.1\r\nHost: o.test\r\n\r\n");
    const auto answer = method == std::string("GET") ? head + "hello" : head;
    rig.connector.origins.at(0)->send(answer);
    rig.settle();
    EXPECT_EQ(rig.client->take(), answer);
  }
  EXPECT_THAT(rig.recording.interactions, SizeIs(3));
  EXPECT_THAT(rig.connector.asked, SizeIs(1));
}

TEST(Record, DeclinesToGoOnInHttp2) {
  TapeRig rig(recording());
  rig.say(
      "GET http://o.test/ HTTP/1.1\r\nHost: o.test\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: "
      "h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n");
  EXPECT_EQ(rig.connector.origins.at(0)->take(), "GET / HTTP/1.1\r\nHost: o.test\r\n\r\n");
}

TEST(Record, TakesASwitchOfProtocolsForTheOriginsFailure) {
  TapeRig rig(recording());
  rig.say(get_hello);
  rig.connector.origins.at(0)->send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: odd\r\n\r\n\x01\x02");
  rig.settle();
  EXPECT_THAT(rig.client->take(), StartsWith("HTTP/1.1 502 "));
  ASSERT_THAT(rig.recording.interactions, SizeIs(1));
  EXPECT_EQ(failure_of(rig.recording.interactions[0]).kind, TransportErrorKind::malformed);
}

TEST(Record, DoesNotAskTwiceWhereAKeptConnectionIsSilent) {
  auto options = recording();
  options.limits.idle = std::chrono::milliseconds(100);
  TapeRig rig(std::move(options));
  rig.say(get_hello);
  auto& origin = *rig.connector.origins.at(0);
  origin.send(hello);
  rig.settle();
  EXPECT_EQ(rig.client->take(), hello);
  rig.say(get_hello);
  rig.advance(std::chrono::milliseconds(100));
  EXPECT_THAT(rig.client->take(), StartsWith("HTTP/1.1 504 "));
  EXPECT_THAT(rig.connector.asked, SizeIs(1));
}

TEST(Record, PassesExpectAndContinue) {
  TapeRig rig(recording());
  EXPECT_EQ(rig.say(put_expecting), "");
  auto& origin = *rig.connector.origins.at(0);
  EXPECT_THAT(origin.take(), HasSubstr("Expect: 100-continue\r\n"));
  origin.send("HTTP/1.1 100 Continue\r\n\r\n");
  rig.settle();
  EXPECT_EQ(rig.client->take(), "HTTP/1.1 100 Continue\r\n\r\n");
  rig.say("ok");
  EXPECT_EQ(origin.take(), "ok");
  origin.send(hello);
  rig.settle();
  ASSERT_THAT(rig.recording.interactions, SizeIs(1));
  EXPECT_THAT(std::get<Response>(rig.recording.interactions[0].outcome).interim, SizeIs(1));
}

TEST(Record, EndsAnUploadThatTheOriginRefusedByItsHead) {
  const std::string no = "HTTP/1.1 413 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
  TapeRig rig(recording());
  rig.say(put_expecting);
  rig.connector.origins.at(0)->send(no);
  rig.settle();
  EXPECT_EQ(rig.client->take(), no);
  EXPECT_TRUE(rig.client->has_ended());
}

TEST(Record, KeepsARefusedConnectionAsTheOutcome) {
  TapeRig rig(recording());
  rig.connector.failure =
      io::ConnectFailure{TransportErrorKind::refused, "connect to o.test:80: Connection refused"};
  EXPECT_THAT(rig.say(get_hello), StartsWith("HTTP/1.1 502 "));
  ASSERT_THAT(rig.recording.interactions, SizeIs(1));
  EXPECT_EQ(failure_of(rig.recording.interactions[0]).kind, TransportErrorKind::refused);
  EXPECT_THAT(rig.journal.findings, IsEmpty());
}

TEST(Record, ReadsTheBodyOfARequestThatCannotBeDelivered) {
  TapeRig rig(recording());
  rig.connector.failure =
      io::ConnectFailure{TransportErrorKind::dns, "resolve o.test: Name or service not known"};
  EXPECT_THAT(rig.say("POST http://o.test/x HTTP/1.1\r\nHost: o.test\r\nContent-Length: 2\r\n\r\nab"),
              StartsWith("HTTP/1.1 502 "));
  ASSERT_THAT(rig.recording.interactions, SizeIs(1));
  EXPECT_EQ(rig.recording.interactions[0].request.body.bytes, "ab");
  EXPECT_THAT(rig.say(get_hello), StartsWith("HTTP/1.1 502 ")) << "the connection carries on";
}

TEST(Record, PassesAResetInTheMiddleOfABodyOn) {
  TapeRig rig(recording());
  rig.say(get_hello);
  rig.connector.origins[0]->send(half);
  rig.settle();
  EXPECT_THAT(rig.client->take(), EndsWith("\r\n\r\nhal"));
  rig.connector.origins[0]->reset();
  rig.settle();
  EXPECT_TRUE(rig.client->error());
  ASSERT_THAT(rig.recording.interactions, SizeIs(1));
  const auto& failure = failure_of(rig.recording.interactions[0]);
  EXPECT_EQ(failure.kind, TransportErrorKind::reset);
  ASSERT_TRUE(failure.partial);
  EXPECT_EQ(failure.partial->body.bytes, "hal");
}

TEST(Record, EndsWhereTheOriginEndedTooEarly) {
  TapeRig rig(recording());
  rig.say(get_hello);
  rig.connector.origins[0]->send(half);
  rig.connector.origins[0]->end();
  rig.settle();
  EXPECT_THAT(rig.client->take(), EndsWith("\r\n\r\nhal"));
  EXPECT_TRUE(rig.has_ended());
  ASSERT_THAT(rig.recording.interactions, SizeIs(1));
  EXPECT_EQ(failure_of(rig.recording.interactions[0]).kind, TransportErrorKind::closed);
}

TEST(Record, TakesABodyThatLastsUntilTheOriginCloses) {
  TapeRig rig(recording());
  rig.say(get_hello);
  rig.connector.origins[0]->send("HTTP/1.0 200 OK\r\n\r\nhello");
  rig.connector.origins[0]->end();
  rig.settle();
  EXPECT_EQ(rig.client->take(), "HTTP/1.0 200 OK\r\n\r\nhello");
  EXPECT_TRUE(rig.client->has_ended());
  ASSERT_THAT(rig.recording.interactions, SizeIs(1));
  EXPECT_EQ(std::get<Response>(rig.recording.interactions[0].outcome).framing, Framing::until_close);
}

TEST(Record, PassesAnswersThatAreOddAsTheyCame) {
  const std::string odd = "HTTP/1.1  200   Oh\nA:b\nA : c\r\n D\r\nContent-Length:   2  \r\n\r\nok";
  TapeRig rig(recording());
  rig.say(get_hello);
  rig.connector.origins[0]->send(odd);
  rig.settle();
  EXPECT_EQ(rig.client->take(), odd);
  EXPECT_THAT(rig.recording.interactions, SizeIs(1));
}

TEST(Record, CallsAnAnswerWithoutAKnowableEndMalformed) {
  TapeRig rig(recording());
  rig.say(get_hello);
  rig.connector.origins[0]->send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok!");
  rig.settle();
  EXPECT_THAT(rig.client->take(), StartsWith("HTTP/1.1 502 "));
  ASSERT_THAT(rig.recording.interactions, SizeIs(1));
  EXPECT_EQ(failure_of(rig.recording.interactions[0]).kind, TransportErrorKind::malformed);
}

TEST(Record, GivesUpAnOriginThatSaysNothing) {
  TapeRig rig(recording());
  rig.say(get_hello);
  rig.advance(Limits{}.idle);
  EXPECT_THAT(rig.client->take(), StartsWith("HTTP/1.1 504 "));
  ASSERT_THAT(rig.recording.interactions, SizeIs(1));
  EXPECT_EQ(failure_of(rig.recording.interactions[0]).kind, TransportErrorKind::timed_out);
}

TEST(Record, EndsTheOriginsConnectionWhenTheClientLeavesInItsRequest) {
  TapeRig rig(recording());
  rig.say(post_abc_of_six);
  rig.client->reset();
  rig.settle();
  EXPECT_TRUE(rig.has_ended());
  EXPECT_THAT(rig.recording.interactions, IsEmpty());
  const auto& origin = *rig.connector.origins.at(0);
  EXPECT_TRUE(origin.has_ended() || origin.error());
}

TEST(Record, AnswersABodyThatBreaksTheRulesWith400) {
  TapeRig rig(recording());
  rig.say("POST http://o.test/x HTTP/1.1\r\nHost: o.test\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
  EXPECT_THAT(rig.say("0x3\r\nabc\r\n"), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(rig.recording.interactions, IsEmpty());
  ASSERT_THAT(rig.journal.findings, SizeIs(1));
  EXPECT_EQ(rig.journal.findings[0].kind, FindingKind::malformed_request);
  rig.client->end();
  rig.settle();
  EXPECT_TRUE(rig.has_ended());
}

TEST(Record, KeepsNothingOfAnAnswerTheClientDidNotWaitFor) {
  TapeRig rig(recording());
  rig.say(get_hello);
  rig.connector.origins[0]->send(half);
  rig.settle();
  rig.client->reset();
  rig.connector.origins[0]->send("more h");
  rig.settle();
  EXPECT_TRUE(rig.has_ended());
  EXPECT_THAT(rig.recording.interactions, IsEmpty());
  EXPECT_TRUE(std::any_of(rig.journal.entries.begin(), rig.journal.entries.end(),
                          [](const auto& entry) { return entry.kind == JournalKind::aborted; }));
}

// The origin is silent, so nothing is written that could fail.
void expect_left_alone(TapeRig& rig) {
  rig.settle();
  EXPECT_TRUE(rig.has_ended());
  EXPECT_THAT(rig.recording.interactions, IsEmpty());
  EXPECT_TRUE(rig.connector.origins.at(0)->has_ended() || rig.connector.origins.at(0)->error());
  EXPECT_EQ(std::count_if(rig.journal.entries.begin(), rig.journal.entries.end(),
                          [](const auto& entry) { return entry.kind == JournalKind::aborted; }),
            1);
}

TEST(Record, EndsTheOriginsConnectionWhenTheClientLeaves) {
  TapeRig rig(recording());
  rig.say(get_hello);
  rig.client.reset();
  expect_left_alone(rig);
}

TEST(Record, EndsTheOriginsConnectionWhenTheClientLeavesAfterAnUpload) {
  TapeRig rig(recording());
  rig.say(post_abc_of_six);
  rig.say("def");
  rig.client->reset();
  expect_left_alone(rig);
}

TEST(Record, EndsTheOriginsConnectionWhenTheClientLeavesAKeptOneSilent) {
  TapeRig rig(recording());
  rig.say(get_hello);
  rig.connector.origins[0]->send(hello);
  rig.settle();
  rig.recording.interactions.clear();
  rig.say(get_hello);
  rig.client->reset();
  expect_left_alone(rig);
}

TEST(Record, WaitsForAClientThatHasEndedItsSideOnly) {
  TapeRig rig(recording());
  rig.say(get_hello);
  rig.client->end();
  rig.settle();
  rig.advance(std::chrono::seconds(5));
  rig.connector.origins.at(0)->send(hello);
  rig.settle();
  EXPECT_EQ(rig.client->take(), hello);
  EXPECT_THAT(rig.recording.interactions, SizeIs(1));
  EXPECT_TRUE(rig.has_ended());
}

TEST(Record, NoticesAClientThatLeavesAfterItHasEndedItsSide) {
  TapeRig rig(recording());
  rig.say(get_hello);
  rig.client->end();
  rig.settle();
  rig.client.reset();
  rig.advance(std::chrono::milliseconds(250));
  expect_left_alone(rig);
}

TEST(Record, TakesWhatAClientSendsAhead) {
  TapeRig rig(recording());
  rig.say(get_hello);
  rig.say(get_hello);
  auto& origin = *rig.connector.origins.at(0);
  for (int answer = 0; answer < 2; ++answer) {
    origin.send(hello);
    rig.settle();
    EXPECT_EQ(rig.client->take(), hello);
  }
  EXPECT_THAT(rig.recording.interactions, SizeIs(2));
}

TEST(Record, AsksTheOriginByItsReverseName) {
  auto options = recording();
  options.reverse_origin = "https://api.o.test";
  TapeRig rig(options);
  rig.say("GET /hello HTTP/1.1\r\nHost: 127.0.0.1:4000\r\n\r\n");
  EXPECT_THAT(rig.connector.asked, ElementsAre("https://api.o.test:443"));
  EXPECT_EQ(rig.connector.origins[0]->take(), "GET /hello HTTP/1.1\r\nHost: api.o.test\r\n\r\n");
}

TEST(Record, EndsInOrderWhereverTheOriginsConnectionFails) {
  for (std::size_t n = 1; n < 12; ++n) {
    TapeRig rig(recording());
    rig.connector.pipe.fails_at = n;
    rig.say(post_abc_of_six);
    rig.say("def");
    rig.connector.origins.at(0)->send(hello);
    rig.settle();
    rig.client->end();
    rig.settle();
    EXPECT_TRUE(rig.has_ended()) << "operation " << n;
  }
}

TEST(Record, StopsInTheMidstOfAnUpload) {
  TapeRig rig(recording());
  rig.say(post_abc_of_six);
  EXPECT_FALSE(rig.has_ended());  // the rig's end stops it, and says so when it goes on
}

}  // namespace
}  // namespace wiretape::proxy

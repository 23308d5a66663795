// SPDX-License-Identifier: MIT
// Conversations that are played from a cassette, or refused: not one byte goes to an origin.
#include <gmock/gmock.h>

#include <wiretape/matchers.hpp>

#include "support/rule_host.hpp"
#include "support/tape_rig.hpp"

namespace wiretape::proxy {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

Interaction interaction(std::string method, const char* url, Outcome outcome) {
  Interaction made;
  made.request.method = std::move(method);
  made.request.url = Url::parse(url);
  made.request.headers = {{"Host", made.request.url.authority()}};
  made.outcome = std::move(outcome);
  made.recorded_at = "2026-11-24T04:13:45Z";
  return made;
}

Response text_response(std::string body) {
  Response response;
  response.framing = Framing::content_length;
  response.headers = {{"content-LENGTH", std::to_string(body.size())}, {"X-A", "1"}, {"x-a", "2"}};
  response.body.bytes = std::move(body);
  return response;
}

Response chunked_response(std::vector<Chunk> chunks) {
  Response response;
  response.framing = Framing::chunked;
  response.headers = {{"Transfer-Encoding", "chunked"}};
  response.body.bytes = "hello";
  response.chunks = std::move(chunks);
  return response;
}

RigOptions playing(std::vector<Interaction> interactions) {
  RigOptions options;
  options.setup.mode = RecordMode::none;
  options.setup.cassette = "cassettes/a.yaml";
  options.setup.has_cassette_file = true;
  options.cassette.interactions = std::move(interactions);
  return options;
}

RigOptions playing_hello() {
  return playing({interaction("GET", "http://o.test/hello", text_response("hello"))});
}

constexpr auto get_hello = "GET http://o.test/hello HTTP/1.1\r\nHost: o.test\r\n\r\n";
constexpr auto recorded_hello = "HTTP/1.1 200 OK\r\ncontent-LENGTH: 5\r\nX-A: 1\r\nx-a: 2\r\n\r\nhello";

TEST(Replay, GivesTheRecordedHeadByteForByte) {
  TapeRig rig(playing_hello());
  EXPECT_EQ(rig.say(get_hello), recorded_hello);
  EXPECT_THAT(rig.connector.asked, IsEmpty());
  EXPECT_THAT(rig.journal.findings, IsEmpty());
}

TEST(Replay, AnswersPipelinedRequestsInOrder) {
  TapeRig rig(playing({interaction("GET", "http://o.test/1", text_response("one")),
                       interaction("GET", "http://o.test/2", text_response("two"))}));
  const auto got = rig.say(
      "GET http://o.test/1 HTTP/1.1\r\nHost: o.test\r\n\r\nGET http://o.test/2 HTTP/1.1\r\nHost: "
      "o.test\r\n\r\n");
  EXPECT_LT(got.find("one"), got.find("two"));
  EXPECT_NE(got.find("two"), std::string::npos);
}

// A client that polls sends one head many times; the connection does not read it again.
TEST(Replay, AnswersTheSameRequestAgainWithWhatComesNext) {
  const std::vector<std::string> bodies = {"one", "two", "three", "four"};
  for (const std::size_t cut : {0, 1, 7, 50}) {
    std::vector<Interaction> recorded;
    for (const auto& body : bodies)
      recorded.push_back(interaction("GET", "http://o.test/hello", text_response(body)));
    auto options = playing(recorded);
    if (cut > 0) options.pipe.cut = cut;
    TapeRig rig(options);
    std::string many;
    for (std::size_t i = 0; i < bodies.size(); ++i) many += get_hello;
    const auto got = rig.say(many);
    std::size_t at = 0;
    for (const auto& body : bodies) {
      at = got.find("\r\n\r\n" + body, at);
      ASSERT_NE(at, std::string::npos) << body << " in " << got;
    }
    const auto of_kind = [&](JournalKind kind) {
      return std::count_if(rig.journal.entries.begin(), rig.journal.entries.end(),
                           [&](const JournalEntry& entry) { return entry.kind == kind; });
    };
    EXPECT_EQ(of_kind(JournalKind::request), 4);
    EXPECT_EQ(of_kind(JournalKind::answered), 4);
    EXPECT_THAT(rig.say(get_hello), StartsWith("HTTP/1.1 599 "));
    EXPECT_THAT(rig.journal.findings, SizeIs(1));
  }
}

TEST(Replay, AnswersTheSameRequestAgainWithTheSameBytes) {
  for (const bool is_chunked : {false, true}) {
    auto options =
        playing({interaction("GET", "http://o.test/hello",
                             is_chunked ? chunked_response({{2, ";a=1"}, {3}}) : text_response("hello"))});
    options.setup.repeats = Repeats::free;
    TapeRig rig(options);
    const auto first = rig.say(get_hello);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(rig.say(get_hello), first);
    EXPECT_THAT(rig.say("HEAD http://o.test/hello HTTP/1.1\r\nHost: o.test\r\n\r\n"),
                StartsWith("HTTP/1.1 599 "));
    EXPECT_EQ(rig.say(get_hello), first);
    EXPECT_EQ(rig.say(get_hello), first);
    auto old = rig.say("GET http://o.test/hello HTTP/1.0\r\n\r\n");
    EXPECT_THAT(old, EndsWith("hello"));
  }
}

TEST(Replay, BendsTheSameRequestAgainByARule) {
  auto options = playing_hello();
  options.setup.repeats = Repeats::free;
  TapeRig rig(options);
  EXPECT_EQ(rig.say(get_hello), recorded_hello);
  test::when(rig.policy, AnyRequest()).first(1).answer(503);
  EXPECT_THAT(rig.say(get_hello), StartsWith("HTTP/1.1 503 "));
  EXPECT_EQ(rig.say(get_hello), recorded_hello);
  test::when(rig.policy, AnyRequest()).delay(std::chrono::milliseconds(10));
  EXPECT_EQ(rig.say(get_hello), "");
  rig.advance(std::chrono::milliseconds(10));
  EXPECT_EQ(rig.client->take(), recorded_hello);
}

TEST(Replay, ShowsTheBytesThatAreNoRequest) {
  TapeRig rig(playing_hello());
  for (const auto* part : {"GET http://o.test/ HTTP/1.1\r\nHo", "st: o.test\r\nBad ", "Name: x\r\n\r\n"}) {
    rig.client->send(part);
    rig.settle();
  }
  ASSERT_THAT(rig.journal.findings, SizeIs(1));
  EXPECT_THAT(rig.journal.findings[0].message, HasSubstr("Host: o.test\\r\\nBad"));
}

TEST(Replay, CallsAClientThatLeavesInItsHeadNoMalformedOne) {
  TapeRig rig(playing_hello());
  rig.client->send("GET http://o.test/ HTTP/1.1\r\nHo");
  rig.client->end();
  rig.settle();
  EXPECT_TRUE(rig.has_ended());
  EXPECT_THAT(rig.journal.findings, IsEmpty());
  EXPECT_THAT(rig.journal.entries,
              testing::Contains(testing::Field(&JournalEntry::kind, JournalKind::aborted)));
}

TEST(Replay, RefusesWhatIsNotRecordedAndSaysSo) {
  TapeRig rig(playing_hello());
  const auto got = rig.say("GET http://o.test/bye HTTP/1.1\r\nHost: o.test\r\n\r\n");
  EXPECT_THAT(got, StartsWith("HTTP/1.1 599 "));
  ASSERT_THAT(rig.journal.findings, SizeIs(1));
  EXPECT_EQ(rig.journal.findings[0].kind, FindingKind::unmatched_request);
  EXPECT_THAT(got, HasSubstr(rig.journal.findings[0].message));
  EXPECT_THAT(rig.connector.asked, IsEmpty());
}

TEST(Replay, RefusesOnceAllIsPlayed) {
  TapeRig rig(playing_hello());
  EXPECT_THAT(rig.say(get_hello), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(rig.say(get_hello), StartsWith("HTTP/1.1 599 "));
  EXPECT_THAT(rig.connector.asked, IsEmpty());
}

TEST(Replay, AnswersHeadWithoutABody) {
  auto response = text_response("");
  response.framing = Framing::none;
  response.headers.set("content-LENGTH", "500");
  TapeRig rig(playing({interaction("HEAD", "http://o.test/hello", response)}));
  const auto got = rig.say("HEAD http://o.test/hello HTTP/1.1\r\nHost: o.test\r\n\r\n");
  EXPECT_THAT(got, StartsWith("HTTP/1.1 200 OK\r\ncontent-LENGTH: 500\r\n"));
  EXPECT_THAT(got, EndsWith("x-a: 2\r\n\r\n"));
  EXPECT_THAT(rig.say("HEAD http://o.test/nothing HTTP/1.1\r\nHost: o.test\r\n\r\n"), EndsWith("\r\n\r\n"));
}

TEST(Replay, AsksForABodyTheClientHoldsBack) {
  auto response = text_response("thanks");
  response.interim = {Interim{}};
  auto recorded = interaction("PUT", "http://o.test/x", response);
  recorded.request.framing = Framing::content_length;
  recorded.request.headers.add("Content-Length", "4");
  recorded.request.body.bytes = "data";
  TapeRig rig(playing({recorded}));
  EXPECT_EQ(rig.say("PUT http://o.test/x HTTP/1.1\r\nHost: o.test\r\nContent-Length: 4\r\nExpect: "
                    "100-continue\r\n\r\n"),
            "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_THAT(rig.say("data"), StartsWith("HTTP/1.1 200 OK\r\n"));
}

TEST(Replay, GivesHttp10ClientsNoChunksAndNoInterim) {
  auto response = chunked_response({{5, ""}});
  response.interim = {Interim{103, "Early Hints"}};
  TapeRig rig(playing({interaction("GET", "http://o.test/hello", response)}));
  EXPECT_EQ(rig.say("GET http://o.test/hello HTTP/1.0\r\n\r\n"), "HTTP/1.1 200 OK\r\n\r\nhello");
  EXPECT_TRUE(rig.client->has_ended());
}

TEST(Replay, PlaysChunksExtensionsAndTrailers) {
  auto response = chunked_response({{2, ";a=b"}, {3, ""}});
  response.last_chunk_extension = ";end";
  response.trailers = {{"X-Sum", "1"}};
  response.interim = {Interim{103, "Early Hints", {}, "HTTP/1.0"}};
  TapeRig rig(playing({interaction("GET", "http://o.test/hello", response)}));
  EXPECT_EQ(rig.say(get_hello),
            "HTTP/1.0 103 Early Hints\r\n\r\n"
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            "2;a=b\r\nhe\r\n3\r\nllo\r\n0;end\r\nX-Sum: 1\r\n\r\n");
}

TEST(Replay, PlaysAResetAtTheSameByte) {
  auto partial = text_response("hello");
  partial.body.bytes = "hel";
  TransportError reset{TransportErrorKind::reset, "the origin reset the connection", partial};
  TapeRig rig(playing({interaction("GET", "http://o.test/hello", reset)}));
  EXPECT_THAT(rig.say(get_hello), EndsWith("\r\n\r\nhel"));
  EXPECT_TRUE(rig.client->error());
}

TEST(Replay, PlaysARefusedConnectionAs502) {
  TransportError refused{TransportErrorKind::refused, "connect to o.test:80: Connection refused", {}};
  TapeRig rig(playing({interaction("GET", "http://o.test/hello", refused)}));
  const auto got = rig.say(get_hello);
  EXPECT_THAT(got, StartsWith("HTTP/1.1 502 Bad Gateway\r\n"));
  EXPECT_THAT(got, HasSubstr("Connection refused"));
}

TEST(Replay, ServesPlainHttpInATunnelAndBytesThatCameEarly) {
  TapeRig rig(playing_hello());
  const auto got = rig.say(
      "CONNECT o.test:80 HTTP/1.1\r\nHost: o.test:80\r\n\r\nGET /hello HTTP/1.1\r\nHost: o.test\r\n\r\n");
  EXPECT_THAT(got, StartsWith("HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 200 OK\r\n"));
}

TEST(Replay, RefusesATunnelInATunnelAndOneWithoutAPort) {
  TapeRig rig(playing({}));
  EXPECT_THAT(rig.say("CONNECT o.test HTTP/1.1\r\nHost: o.test\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
  TapeRig nested(playing({}));
  nested.say("CONNECT o.test:80 HTTP/1.1\r\nHost: o.test:80\r\n\r\n");
  EXPECT_THAT(nested.say("CONNECT p.test:80 HTTP/1.1\r\nHost: p.test:80\r\n\r\n"),
              StartsWith("HTTP/1.1 400 "));
}

TEST(Replay, KeepsTheTimeOfTheRecordingWhereAskedTo) {
  using namespace std::chrono_literals;
  auto slow = interaction("GET", "http://o.test/hello", chunked_response({{2, "", 0ms}, {3, "", 300ms}}));
  slow.timing = {100ms, 500ms};
  auto options = playing({slow});
  options.speed = speed::recorded;
  TapeRig rig(options);
  EXPECT_EQ(rig.say(get_hello), "");
  rig.advance(100ms);
  EXPECT_THAT(rig.client->take(), EndsWith("\r\n\r\n2\r\nhe\r\n"));
  rig.advance(299ms);
  EXPECT_EQ(rig.client->take(), "");
  rig.advance(1ms);
  EXPECT_EQ(rig.client->take(), "3\r\nllo\r\n");
  rig.advance(100ms);
  EXPECT_EQ(rig.client->take(), "0\r\n\r\n");
}

TEST(Replay, IsStoppedInTheMiddleOfAPacedAnswer) {
  using namespace std::chrono_literals;
  auto slow = interaction("GET", "http://o.test/hello", text_response("hello"));
  slow.timing = {1h, 1h};
  auto options = playing({slow});
  options.speed = speed::recorded;
  TapeRig rig(options);
  EXPECT_EQ(rig.say(get_hello), "");
  rig.shared.open_streams.close_all();
  rig.scope.cancel();
  rig.settle();
  EXPECT_TRUE(rig.has_ended());
}

TEST(Replay, NamesAProtocolItDoesNotSpeak) {
  TapeRig rig(playing({}));
  EXPECT_EQ(rig.say("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), "");
  ASSERT_THAT(rig.journal.findings, SizeIs(1));
  EXPECT_EQ(rig.journal.findings[0].kind, FindingKind::unsupported);
  EXPECT_TRUE(rig.client->has_ended());
}

TEST(Replay, AnswersBytesThatAreNoRequestWith400AndCloses) {
  TapeRig rig(playing({}));
  const auto got = rig.say("GET http://o.test/ HTTP/1.1\r\nHost: o.test\r\nA : b\r\n\r\n");
  EXPECT_THAT(got, StartsWith("HTTP/1.1 400 Bad Request\r\n"));
  EXPECT_THAT(got, HasSubstr("Connection: close\r\n"));
  EXPECT_TRUE(rig.client->has_ended());
  ASSERT_THAT(rig.journal.findings, SizeIs(1));
  EXPECT_EQ(rig.journal.findings[0].kind, FindingKind::malformed_request);
}

TEST(Replay, TellsAClientThatTookItForAnOrigin) {
  TapeRig rig(playing({}));
  EXPECT_THAT(rig.say("GET /hello HTTP/1.1\r\nHost: o.test\r\n\r\n"), HasSubstr("proxy_url()"));
  EXPECT_TRUE(rig.client->has_ended());
}

TEST(Replay, StandsForItsReverseOrigin) {
  auto options = playing({interaction("GET", "https://api.o.test/hello", text_response("hello"))});
  options.reverse_origin = "https://api.o.test";
  TapeRig rig(options);
  EXPECT_EQ(rig.say("GET /hello HTTP/1.1\r\nHost: 127.0.0.1:4000\r\n\r\n"), recorded_hello);
}

TEST(Replay, ClosesAConnectionThatSaysNothing) {
  TapeRig rig(playing({}));
  rig.settle();
  rig.advance(Limits{}.idle - std::chrono::milliseconds(1));
  EXPECT_FALSE(rig.has_ended());
  rig.advance(std::chrono::milliseconds(1));
  EXPECT_TRUE(rig.has_ended());
}

TEST(Replay, IsNotHeldByAHeadThatComesSlowly) {
  TapeRig rig(playing({}));
  rig.say("GET http://o.test/hello HTTP/1.1\r\n");
  for (int second = 0; second < 30 && !rig.has_ended(); ++second) {
    rig.say("A");
    rig.advance(std::chrono::seconds(1));
  }
  EXPECT_TRUE(rig.has_ended());
}

TEST(Replay, ServesEveryCutOfTheBytesAlike) {
  for (const std::size_t cut : {1, 2, 3, 7}) {
    auto options = playing_hello();
    options.pipe.cut = cut;
    TapeRig rig(options);
    EXPECT_EQ(rig.say(get_hello), recorded_hello) << cut;
  }
}

TEST(Replay, EndsInOrderWhereverTheConnectionFails) {
  for (std::size_t n = 1; n < 12; ++n) {
    auto options = playing_hello();
    options.pipe.fails_at = n;
    TapeRig rig(options);
    rig.say(get_hello);
    rig.client->end();
    rig.settle();
    EXPECT_TRUE(rig.has_ended()) << "operation " << n;
  }
}

TEST(Replay, BendsByARuleAndKeepsTheRecordedAnswer) {
  TapeRig rig(playing_hello());
  test::when(rig.policy, AnyRequest()).first(1).answer(503, "busy");
  EXPECT_THAT(rig.say(get_hello), StartsWith("HTTP/1.1 503 Service Unavailable\r\n"));
  EXPECT_EQ(rig.say(get_hello), recorded_hello);
}

TEST(Replay, HoldsAnAnswerBackForTheTimeARuleSays) {
  TapeRig rig(playing_hello());
  test::when(rig.policy, AnyRequest()).delay(std::chrono::milliseconds(200));
  EXPECT_EQ(rig.say(get_hello), "");
  rig.advance(std::chrono::milliseconds(199));
  EXPECT_EQ(rig.client->take(), "");
  rig.advance(std::chrono::milliseconds(1));
  EXPECT_EQ(rig.client->take(), recorded_hello);
}

}  // namespace
}  // namespace wiretape::proxy

// SPDX-License-Identifier: MIT
// WebSocket conversations: passed and recorded, played, and spoken by a test.
#include <gmock/gmock.h>

#include <algorithm>

#include <wiretape/cassette.hpp>
#include <wiretape/matchers.hpp>

#include "http/websocket_close.hpp"
#include "http/websocket_deflate.hpp"
#include "http/websocket_frame_reader.hpp"
#include "support/rule_host.hpp"
#include "support/tape_rig.hpp"

namespace wiretape::proxy {
namespace {

namespace websocket = http::websocket;

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;
using websocket::MaskKey;
using websocket::Opcode;

constexpr MaskKey mask{1, 2, 3, 4};
const std::string offer_deflate = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
const std::string key_of_then = "dGhlIHNhbXBsZSBub25jZQ==", accept_of_then = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
const std::string key_of_now = "AQIDBAUGBwgJCgsMDQ4PEC==";

std::string frame(Opcode opcode, std::string payload, bool is_clients, std::uint8_t reserved = 0,
                  bool is_final = true) {
  websocket::Frame out{
      {.opcode = opcode, .is_final = is_final, .reserved = reserved, .length = payload.size()},
      std::move(payload)};
  if (is_clients) out.head.mask = mask;
  return websocket::write_frame(out);
}
std::string from_client(std::string text) { return frame(Opcode::text, std::move(text), true); }
std::string from_server(std::string text) { return frame(Opcode::text, std::move(text), false); }
std::string close_of(bool is_clients, std::uint16_t code = 1000, const std::string& reason = "") {
  return frame(Opcode::close, websocket::close_payload({code, reason}), is_clients);
}

std::string upgrade(const std::string& key = key_of_then, const std::string& more = "") {
  return "GET http://o.test/chat HTTP/1.1\r\nHost: o.test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
         "Sec-WebSocket-Key: " +
         key + "\r\nSec-WebSocket-Version: 13\r\n" + more + "\r\n";
}
std::string switched(const std::string& accept = accept_of_then, const std::string& more = "") {
  return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
         "Sec-WebSocket-Accept: " +
         accept + "\r\n" + more + "\r\n";
}

RigOptions recording() {
  RigOptions options;
  options.setup.mode = RecordMode::once;
  options.setup.cassette = "cassettes/a.yaml";
  return options;
}

// A rig whose conversation with the origin is open.
class Talk {
public:
  explicit Talk(const std::string& offer = "", const std::string& agreed = "",
                RigOptions options = recording())
      : rig(std::move(options)) {
    rig.say(upgrade(key_of_then, offer));
    EXPECT_NE(origin().take(), "");
    origin().send(switched(accept_of_then, agreed));
    rig.settle();
    EXPECT_EQ(rig.client->take(), switched(accept_of_then, agreed));
  }
  ScriptedPeer& origin() { return *rig.connector.origins.at(0); }
  std::string client_says(std::string bytes) {
    rig.say(std::move(bytes));
    return origin().take();
  }
  std::string origin_says(std::string bytes) {
    origin().send(std::move(bytes));
    rig.settle();
    return rig.client->take();
  }
  // Ends in order, the origin first.
  Interaction end() {
    client_says(close_of(true));
    origin_says(close_of(false));
    origin().end();
    rig.settle();
    rig.client->end();
    rig.settle();
    EXPECT_TRUE(rig.has_ended());
    EXPECT_THAT(rig.recording.interactions, SizeIs(1));
    return rig.recording.interactions.empty() ? Interaction{} : rig.recording.interactions[0];
  }

  TapeRig rig;
};

std::vector<std::string> lines(const WebSocketConversation& conversation) {
  std::vector<std::string> out;
  for (const auto& message : conversation.messages) out.push_back(testing::PrintToString(message));
  return out;
}

TEST(WebSocketRecord, PassesEveryByteAndKeepsWhatWasSaid) {
  TapeRig rig(recording());
  EXPECT_EQ(rig.say(upgrade()), "");
  auto& origin = *rig.connector.origins.at(0);
  const auto request = origin.take();
  EXPECT_THAT(request, StartsWith("GET /chat HTTP/1.1\r\n"));
  EXPECT_THAT(request, HasSubstr("\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"));
  origin.send(switched() + from_server("welcome"));  // a server may speak at once
  rig.settle();
  EXPECT_EQ(rig.client->take(), switched() + from_server("welcome"));
  rig.advance(std::chrono::milliseconds(5));
  rig.say(from_client("hello"));
  EXPECT_EQ(origin.take(), from_client("hello"));
  origin.send(frame(Opcode::binary, "\x01\x02", false));
  origin.send(close_of(false, 1001, "bye"));
  origin.end();
  rig.settle();
  EXPECT_EQ(rig.client->take(), frame(Opcode::binary, "\x01\x02", false) + close_of(false, 1001, "bye"));
  EXPECT_TRUE(rig.client->has_ended());
  rig.say(close_of(true, 1001));
  EXPECT_EQ(origin.take(), close_of(true, 1001));
  rig.client->end();
  rig.settle();
  EXPECT_TRUE(rig.has_ended());
  EXPECT_THAT(rig.journal.findings, IsEmpty());
  ASSERT_THAT(rig.recording.interactions, SizeIs(1));
  const auto& kept = rig.recording.interactions[0];
  EXPECT_EQ(std::get<Response>(kept.outcome).status, 101);
  ASSERT_TRUE(kept.conversation);
  EXPECT_THAT(lines(*kept.conversation), ElementsAre("server: text \"welcome\"", "client: text \"hello\"",
                                                     "server: binary, 2 bytes \"\\x01\\x02\"",
                                                     "server: close 1001 \"bye\"", "client: close 1001"));
  EXPECT_EQ(kept.conversation->end, WebSocketEnd::server_closed);
  EXPECT_EQ(kept.conversation->messages[1].at, std::chrono::milliseconds(5));
}

TEST(WebSocketRecord, TellsTheJournalOfEachMessage) {
  Talk talk;
  talk.client_says(from_client("a") + frame(Opcode::ping, "p", true));
  talk.origin_says(frame(Opcode::pong, "p", false));
  std::vector<std::string> told;
  for (const auto& entry : talk.rig.journal.entries) {
    if (entry.kind != JournalKind::message) continue;
    told.push_back(entry.text + " (" + std::string(to_string(entry.source)) + ")");
    EXPECT_EQ(entry.interaction->request.url.str(), "http://o.test/chat");
  }
  EXPECT_THAT(told, ElementsAre("client: text \"a\" (none)", "client: ping \"p\" (none)",
                                "server: pong \"p\" (origin)"));
}

TEST(WebSocketRecord, KeepsARefusedUpgradeAsAnOrdinaryAnswer) {
  TapeRig rig(recording());
  rig.say(upgrade());
  rig.connector.origins.at(0)->send("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
  rig.settle();
  EXPECT_THAT(rig.client->take(), StartsWith("HTTP/1.1 403 Forbidden\r\n"));
  ASSERT_THAT(rig.recording.interactions, SizeIs(1));
  EXPECT_FALSE(rig.recording.interactions[0].conversation);
}

TEST(WebSocketRecord, PassesOnWhatTheRulesForbidAndSaysSo) {
  Talk talk;
  const auto odd = frame(Opcode::text, "x", false, 2);  // RSV2 without an extension
  EXPECT_EQ(talk.origin_says(odd), odd);
  const auto unmasked = from_server("y");
  EXPECT_EQ(talk.client_says(unmasked), unmasked);
  std::vector<std::string> notices;
  for (const auto& entry : talk.rig.journal.entries) {
    if (entry.kind == JournalKind::notice) notices.push_back(entry.text);
  }
  ASSERT_THAT(notices, SizeIs(2));
  EXPECT_THAT(notices[0], HasSubstr("from the server: "));
  EXPECT_THAT(notices[1], HasSubstr("from the client: "));
  const auto kept = talk.end();
  ASSERT_THAT(kept.conversation->messages, SizeIs(4));
  EXPECT_EQ(kept.conversation->messages[0].fragments.at(0).reserved, 2);
}

// 80 MiB of zeros in 80 KB.
TEST(WebSocketRecord, PassesABombUnopenedAndSaysSo) {
  const auto agreed = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
  Talk talk(offer_deflate, agreed);
  websocket::Deflater deflater({}, {});
  const auto bomb =
      frame(Opcode::binary, deflater.deflate(std::string(80 << 20, '\0'), {}), false, websocket::rsv1);
  EXPECT_EQ(talk.origin_says(bomb), bomb);
  ASSERT_THAT(talk.rig.journal.findings, SizeIs(1));
  EXPECT_THAT(talk.rig.journal.findings[0].message, HasSubstr("could not be decoded"));
  const auto kept = talk.end().conversation->messages.at(0);
  EXPECT_NE(kept.undecoded, "");
  EXPECT_LT(kept.payload.size(), 100'000U);
}

TEST(WebSocketRecord, ReadsTheBodyOfAnUpgradeFirst) {
  TapeRig rig(recording());
  rig.say(upgrade(key_of_then, "Content-Length: 3\r\n") + "ab");
  EXPECT_THAT(rig.connector.origins, IsEmpty());
  rig.say("c");
  auto& origin = *rig.connector.origins.at(0);
  EXPECT_THAT(origin.take(), testing::EndsWith("\r\n\r\nabc"));
  origin.send(switched() + from_server("hi"));
  rig.settle();
  EXPECT_EQ(rig.client->take(), switched() + from_server("hi"));
  rig.say(from_client("ho"));
  EXPECT_EQ(origin.take(), from_client("ho"));
}

TEST(WebSocketRecord, KnowsHowAConversationEnded) {
  const auto end_of = [](const std::function<void(Talk&)>& ends) {
    Talk talk;
    talk.client_says(from_client("a"));
    ends(talk);
    talk.rig.settle();
    EXPECT_TRUE(talk.rig.has_ended());
    return talk.rig.recording.interactions.at(0).conversation->end;
  };
  EXPECT_EQ(end_of([](Talk& talk) { talk.origin().reset(); }), WebSocketEnd::server_reset);
  EXPECT_EQ(end_of([](Talk& talk) { talk.rig.client->reset(); }), WebSocketEnd::client_reset);
  EXPECT_EQ(end_of([](Talk& talk) {
              talk.rig.client->end();
              talk.rig.settle();
              talk.origin().end();
            }),
            WebSocketEnd::client_closed);
  EXPECT_EQ(end_of([](Talk& talk) { talk.rig.shared.open_streams.close_all(); }), WebSocketEnd::open);
}

TEST(WebSocketRecord, StopsToKeepWhereMoreIsSaidThanTheLimit) {
  auto options = recording();
  options.limits.conversation_bytes = 2000;
  Talk talk("", "", options);
  for (int i = 0; i < 5; ++i) {
    const auto text = from_server(std::string(600, 'a'));
    EXPECT_EQ(talk.origin_says(text), text);
  }
  const auto kept = talk.end();
  EXPECT_LT(kept.conversation->messages.size(), 5U);
  EXPECT_TRUE(kept.conversation->messages.back().is_truncated);
}

TEST(WebSocketRecord, GivesUpWhereNobodySpeaks) {
  Talk talk;
  talk.rig.advance(talk.rig.shared.limits.idle + std::chrono::milliseconds(1));
  talk.rig.settle();
  EXPECT_TRUE(talk.rig.has_ended());
}

TEST(WebSocketRecord, SendsATestsMessageBetweenTwoOfTheOrigins) {
  Talk talk;
  const auto whole = from_server("in two pieces");
  EXPECT_EQ(talk.origin_says(whole.substr(0, 4)), whole.substr(0, 4));
  EXPECT_EQ(talk.rig.shared.conversations.push(text_message("pushed"), HasPath("/chat")), 1U);
  EXPECT_EQ(talk.rig.shared.conversations.push(text_message("pushed"), HasPath("/other")), 0U);
  talk.rig.settle();
  EXPECT_EQ(talk.rig.client->take(), "");
  EXPECT_EQ(talk.origin_says(whole.substr(4)), whole.substr(4) + from_server("pushed"));
  EXPECT_THAT(lines(*talk.end().conversation),
              ElementsAre("server: text \"in two pieces\"", "client: close 1000", "server: close 1000"));
}

// Recorded once, through a cassette's text, and played.
RigOptions playing(Interaction recorded) {
  Cassette cassette;
  cassette.interactions.push_back(std::move(recorded));
  RigOptions options;
  options.cassette =
      parse_cassette(format_cassette(cassette, CassetteFormat::yaml), CassetteFormat::yaml, "a.yaml");
  EXPECT_EQ(options.cassette, cassette);
  options.setup.mode = RecordMode::none;
  options.setup.cassette = "cassettes/a.yaml";
  options.setup.has_cassette_file = true;
  return options;
}

Interaction chat() {
  Talk talk;
  talk.origin_says(from_server("welcome"));
  talk.client_says(from_client("one"));
  talk.rig.advance(std::chrono::milliseconds(40));
  talk.origin_says(from_server("1"));
  talk.client_says(from_client("two"));
  talk.origin_says(frame(Opcode::text, "2, ", false, 0, false) + frame(Opcode::ping, "now", false) +
                   frame(Opcode::continuation, "in pieces", false));
  return talk.end();
}
const std::string two_in_pieces = frame(Opcode::text, "2, ", false, 0, false) +
                                  frame(Opcode::ping, "now", false) +
                                  frame(Opcode::continuation, "in pieces", false);

TEST(WebSocketReplay, AnswersTheKeyOfNowAndSpeaksAfterTheClient) {
  for (const std::size_t cut : {0, 1, 3}) {
    auto options = playing(chat());
    options.pipe.cut = cut;
    TapeRig rig(options);
    const auto accept = websocket::accept_key(key_of_now);
    EXPECT_EQ(rig.say(upgrade(key_of_now)), switched(accept) + from_server("welcome"));
    EXPECT_EQ(rig.say(from_client("one")), from_server("1"));
    EXPECT_EQ(rig.say(from_client("two")), two_in_pieces);
    EXPECT_EQ(rig.say(close_of(true)), close_of(false));
    EXPECT_TRUE(rig.client->has_ended());
    rig.client->end();
    rig.settle();
    EXPECT_TRUE(rig.has_ended());
    EXPECT_THAT(rig.journal.findings, IsEmpty());
    EXPECT_THAT(rig.connector.asked, IsEmpty());
  }
}

TEST(WebSocketReplay, FindsAMessageThatIsNotTheRecordedOneAndGoesOn) {
  TapeRig rig(playing(chat()));
  rig.say(upgrade(key_of_now));
  EXPECT_EQ(rig.say(from_client("won")), from_server("1"));
  ASSERT_THAT(rig.journal.findings, SizeIs(1));
  EXPECT_EQ(rig.journal.findings[0].kind, FindingKind::websocket_message);
  EXPECT_THAT(rig.journal.findings[0].message, HasSubstr("http://o.test/chat"));
  EXPECT_THAT(rig.journal.findings[0].message, HasSubstr("won"));
  EXPECT_EQ(rig.say(from_client("two")), two_in_pieces);
  EXPECT_THAT(rig.journal.findings, SizeIs(1));
  rig.say(from_client("three"));
  EXPECT_THAT(rig.journal.findings, SizeIs(2));
}

TEST(WebSocketReplay, FindsAClientThatLeavesTooEarly) {
  for (const bool is_in_order : {true, false}) {
    TapeRig rig(playing(chat()));
    rig.say(upgrade(key_of_now));
    rig.say(from_client("one"));
    if (is_in_order) {
      EXPECT_EQ(rig.say(close_of(true, 1001)), close_of(false, 1001));
      EXPECT_TRUE(rig.client->has_ended());
    }
    rig.client->end();
    rig.settle();
    EXPECT_TRUE(rig.has_ended());
    ASSERT_THAT(rig.journal.findings, SizeIs(1));
    EXPECT_THAT(rig.journal.findings[0].message, HasSubstr("text \"two\""));
  }
}

TEST(WebSocketReplay, AnswersPingsItself) {
  TapeRig rig(playing(chat()));
  rig.say(upgrade(key_of_now));
  EXPECT_EQ(rig.say(frame(Opcode::ping, "are you there", true)), frame(Opcode::pong, "are you there", false));
  EXPECT_EQ(rig.say(frame(Opcode::pong, "", true)), "");
  EXPECT_EQ(rig.say(from_client("one")), from_server("1"));
  EXPECT_THAT(rig.journal.findings, IsEmpty());
}

TEST(WebSocketReplay, ClosesAClientThatBreaksTheRules) {
  TapeRig rig(playing(chat()));
  rig.say(upgrade(key_of_now));
  EXPECT_THAT(rig.say(from_server("not masked")), StartsWith("\x88"));
  EXPECT_TRUE(rig.client->has_ended());
  ASSERT_THAT(rig.journal.findings, SizeIs(1));
  EXPECT_THAT(rig.journal.findings[0].message, HasSubstr("1002"));
  rig.advance(std::chrono::seconds(3));  // it does not leave
  EXPECT_TRUE(rig.has_ended());
}

TEST(WebSocketReplay, RefusesAHandshakeThatBreaksTheRules) {
  TapeRig rig(playing(chat()));
  EXPECT_THAT(rig.say(upgrade("short")), StartsWith("HTTP/1.1 400 "));
  ASSERT_THAT(rig.journal.findings, SizeIs(1));
  EXPECT_THAT(rig.journal.findings[0].message, HasSubstr("Sec-WebSocket-Key is not 16 bytes in base64"));
}

TEST(WebSocketReplay, DoesNotFitARequestThatWantsNoUpgrade) {
  TapeRig rig(playing(chat()));
  EXPECT_THAT(rig.say("GET http://o.test/chat HTTP/1.1\r\nHost: o.test\r\n\r\n"),
              StartsWith("HTTP/1.1 599 "));
}

TEST(WebSocketReplay, TakesTheClientsMessagesInAnotherOrderWhereAskedTo) {
  auto options = playing(chat());
  options.websocket.order = MessageOrder::any_client_order;
  TapeRig rig(options);
  rig.say(upgrade(key_of_now));
  const auto got = rig.say(from_client("two"));
  EXPECT_THAT(got, HasSubstr(frame(Opcode::continuation, "in pieces", false)));
  EXPECT_EQ(rig.say(from_client("one")), from_server("1"));
  EXPECT_EQ(rig.say(close_of(true)), close_of(false));
  EXPECT_THAT(rig.journal.findings, IsEmpty());
}

TEST(WebSocketReplay, ComparesJsonByValueWhereAskedTo) {
  Talk talk;
  talk.client_says(from_client(R"({"a":1,"b":[2]})"));
  const auto recorded = talk.end();
  for (const bool compares_json : {true, false}) {
    auto options = playing(recorded);
    options.websocket.compares_json = compares_json;
    TapeRig rig(options);
    rig.say(upgrade(key_of_now));
    rig.say(from_client(R"({"b": [2], "a": 1.0})"));
    EXPECT_THAT(rig.journal.findings, SizeIs(compares_json ? 0 : 1));
  }
}

TEST(WebSocketReplay, KeepsThePausesOfTheRecordingWhereAskedTo) {
  auto options = playing(chat());
  options.speed = Speed(2);
  TapeRig rig(options);
  rig.say(upgrade(key_of_now));
  EXPECT_EQ(rig.say(from_client("one")), "");
  rig.advance(std::chrono::milliseconds(19));
  EXPECT_EQ(rig.client->take(), "");
  rig.advance(std::chrono::milliseconds(1));
  EXPECT_EQ(rig.client->take(), from_server("1"));
}

TEST(WebSocketReplay, SpeaksByTheClockWhereAskedTo) {
  auto options = playing(chat());
  options.websocket.order = MessageOrder::by_time;
  TapeRig rig(options);
  rig.say(upgrade(key_of_now));
  rig.advance(std::chrono::milliseconds(39));
  EXPECT_EQ(rig.client->take(), "");
  rig.advance(std::chrono::milliseconds(1));
  EXPECT_THAT(rig.client->take(), StartsWith(from_server("1")));
  rig.say(from_client("one") + from_client("two") + close_of(true));
  EXPECT_THAT(rig.journal.findings, IsEmpty());
}

TEST(WebSocketReplay, EndsAsTheRecordedOneDid) {
  const auto recorded_with = [](const std::function<void(Talk&)>& ends) {
    Talk talk;
    talk.client_says(from_client("a"));
    talk.origin_says(from_server("b"));
    ends(talk);
    talk.rig.settle();
    return talk.rig.recording.interactions.at(0);
  };
  TapeRig reset(playing(recorded_with([](Talk& talk) { talk.origin().reset(); })));
  reset.say(upgrade(key_of_now));
  EXPECT_EQ(reset.say(from_client("a")), from_server("b"));
  EXPECT_TRUE(reset.client->error());
  EXPECT_TRUE(reset.has_ended());

  TapeRig open(playing(recorded_with([](Talk& talk) { talk.rig.client->reset(); })));
  open.say(upgrade(key_of_now));
  EXPECT_EQ(open.say(from_client("a")), from_server("b"));
  EXPECT_FALSE(open.client->has_ended());
  open.client->reset();
  open.settle();
  EXPECT_TRUE(open.has_ended());
  EXPECT_THAT(open.journal.findings, IsEmpty());
}

// The server's bytes of a deflater like zlib's, and of one that nobody's settings explain.
TEST(WebSocketReplay, SendsTheSameCompressedFramesAgain) {
  const auto agreed = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
  for (const bool is_known : {true, false}) {
    Talk talk(offer_deflate, agreed);
    websocket::Deflater deflater({}, {});
    std::string sent;
    for (const auto* text : {"hello, hello", "hello again", "and hello"}) {
      auto wire = deflater.deflate(text, {});
      // A stored block a byte decodes to the same, and is what no deflater would choose.
      if (!is_known) {
        wire.clear();
        for (const char c : std::string(text)) wire += std::string("\x00\x01\x00\xfe\xff", 5) + c;
        wire += '\0';
      }
      sent += frame(Opcode::text, wire, false, websocket::rsv1);
    }
    talk.client_says(from_client("go"));
    EXPECT_EQ(talk.origin_says(sent), sent);
    const auto recorded = talk.end();
    EXPECT_EQ(recorded.conversation->messages.at(1).payload, "hello, hello");
    EXPECT_EQ(recorded.conversation->messages.at(1).wire.has_value(), !is_known);

    TapeRig rig(playing(recorded));
    rig.say(upgrade(key_of_now, offer_deflate));
    EXPECT_EQ(rig.say(from_client("go")), sent);

    TapeRig without(playing(recorded));
    without.say(upgrade(key_of_now));
    EXPECT_EQ(without.say(from_client("go")),
              from_server("hello, hello") + from_server("hello again") + from_server("and hello"));
  }
}

TEST(WebSocketReplay, LetsATestSpeakBetween) {
  TapeRig rig(playing(chat()));
  rig.say(upgrade(key_of_now));
  EXPECT_EQ(rig.shared.conversations.push(text_message("news"), AnyRequest()), 1U);
  rig.settle();
  EXPECT_EQ(rig.client->take(), from_server("news"));
  EXPECT_EQ(rig.shared.conversations.push(close_message(1012, "restart"), AnyRequest()), 1U);
  rig.settle();
  EXPECT_EQ(rig.client->take(), close_of(false, 1012, "restart"));
  EXPECT_EQ(rig.say(close_of(true, 1012)), "");
  EXPECT_TRUE(rig.client->has_ended());
  EXPECT_THAT(rig.journal.findings, IsEmpty());
}

TEST(WebSocketRule, AnswersEachMessageByACallback) {
  TapeRig rig;
  test::when(rig.policy, HasPath("/chat"))
      .converse([](const WebSocketMessage& heard) -> std::vector<WebSocketMessage> {
        if (heard.opcode == WebSocketOpcode::close) return {};
        if (heard.payload == "throw") throw std::runtime_error("no idea");
        return {text_message("you said " + heard.payload), binary_message("!")};
      });
  const auto accept = websocket::accept_key(key_of_now);
  EXPECT_EQ(rig.say(upgrade(key_of_now, "Sec-WebSocket-Protocol: chat, talk\r\n")),
            switched(accept, "Sec-WebSocket-Protocol: chat\r\n"));
  EXPECT_EQ(rig.say(from_client("hi")), from_server("you said hi") + frame(Opcode::binary, "!", false));
  EXPECT_EQ(rig.say(from_client("throw")), "");
  ASSERT_THAT(rig.journal.findings, SizeIs(1));
  EXPECT_THAT(rig.journal.findings[0].message, HasSubstr("no idea"));
  EXPECT_EQ(rig.say(close_of(true, 1000, "done")), close_of(false));
  EXPECT_TRUE(rig.client->has_ended());
  EXPECT_THAT(rig.connector.asked, IsEmpty());
}

TEST(WebSocketAnywhere, EndsInOrderWhereverTheConnectionFails) {
  const auto recorded = chat();
  for (std::size_t n = 1; n < 16; ++n) {
    auto options = playing(recorded);
    options.pipe.fails_at = n;
    TapeRig rig(options);
    rig.say(upgrade(key_of_now));
    rig.say(from_client("one"));
    rig.say(from_client("two"));
    rig.client->end();
    rig.settle();
    EXPECT_TRUE(rig.has_ended()) << "operation " << n;
  }
  for (std::size_t n = 1; n < 16; ++n) {
    TapeRig rig(recording());
    rig.connector.pipe.fails_at = n;
    rig.say(upgrade());
    for (const auto& text : {switched(), from_server("a"), from_server("b")}) {
      if (!rig.connector.origins.empty()) rig.connector.origins[0]->send(text);
      rig.settle();
      rig.say(from_client("x"));
    }
    rig.client->end();
    rig.connector.origins.at(0)->end();
    rig.settle();
    EXPECT_TRUE(rig.has_ended()) << "operation " << n;
  }
}

}  // namespace
}  // namespace wiretape::proxy

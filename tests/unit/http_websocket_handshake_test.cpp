// SPDX-License-Identifier: MIT
#include "http/websocket_handshake.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wiretape::http::websocket {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// RFC 6455 §1.2
Request chat() {
  Request request;
  request.headers = {{"Host", "server.example.com"},
                     {"Upgrade", "websocket"},
                     {"Connection", "keep-alive, Upgrade"},
                     {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="},
                     {"Sec-WebSocket-Protocol", "chat, superchat"},
                     {"Sec-WebSocket-Version", "13"}};
  return request;
}
Response accepted() {
  Response answer;
  answer.status = 101;
  answer.headers = {{"Upgrade", "WebSocket"},
                    {"Connection", "upgrade"},
                    {"Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="},
                    {"Sec-WebSocket-Protocol", "chat"}};
  return answer;
}
Request offering(const std::string& extensions) {
  auto request = chat();
  request.headers.add("Sec-WebSocket-Extensions", extensions);
  return request;
}
Response answering(const std::string& extensions) {
  auto answer = accepted();
  answer.headers.add("Sec-WebSocket-Extensions", extensions);
  return answer;
}

TEST(WebSocketHandshake, AcceptsTheKeyOfTheExample) {
  EXPECT_EQ(accept_key("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST(WebSocketHandshake, TheExampleIsWithoutFault) {
  EXPECT_THAT(find_faults(chat()), IsEmpty());
  const auto handshake = read_handshake(chat(), accepted());
  EXPECT_THAT(handshake.faults, IsEmpty());
  EXPECT_EQ(handshake.agreement, (Agreement{.subprotocol = "chat"}));
}

TEST(WebSocketHandshake, SaysWhatIsWrongWithARequest) {
  const auto faults = [](auto change) {
    auto request = chat();
    change(request);
    return find_faults(request);
  };
  EXPECT_THAT(faults([](Request& r) { r.method = "POST"; }),
              ElementsAre("the method is \"POST\" and not GET"));
  EXPECT_THAT(faults([](Request& r) { r.version = "HTTP/1.0"; }), ElementsAre("HTTP/1.0 knows no upgrade"));
  EXPECT_THAT(faults([](Request& r) { r.headers.set("Upgrade", "h2c"); }),
              ElementsAre("Upgrade lacks websocket"));
  EXPECT_THAT(faults([](Request& r) { r.headers.remove("Connection"); }),
              ElementsAre("Connection lacks Upgrade"));
  EXPECT_THAT(faults([](Request& r) { r.headers.remove("Sec-WebSocket-Key"); }),
              ElementsAre("Sec-WebSocket-Key is missing"));
  EXPECT_THAT(faults([](Request& r) { r.headers.add("Sec-WebSocket-Key", "x"); }),
              ElementsAre("Sec-WebSocket-Key stands more than once"));
  for (const auto* key : {"", "x", "dGhlIHNhbXBsZQ==", "dGhlIHNhbXBsZSBub25jZQ=="}) {
    const auto found = faults([&](Request& r) { r.headers.set("Sec-WebSocket-Key", key); });
    if (std::string(key).size() == 24) {
      EXPECT_THAT(found, IsEmpty());
    } else {
      EXPECT_THAT(found, ElementsAre("Sec-WebSocket-Key is not 16 bytes in base64")) << key;
    }
  }
  EXPECT_THAT(faults([](Request& r) { r.headers.set("Sec-WebSocket-Version", "8"); }),
              ElementsAre("Sec-WebSocket-Version is \"8\" and not 13"));
  EXPECT_THAT(faults([](Request& r) { r.headers.remove("Sec-WebSocket-Version"); }),
              ElementsAre("Sec-WebSocket-Version is missing and not 13"));
  EXPECT_THAT(faults([](Request& r) { r.headers.set("Sec-WebSocket-Protocol", "a b"); }),
              ElementsAre("Sec-WebSocket-Protocol: a comma is expected where \"b\" stands"));
  EXPECT_THAT(faults([](Request& r) { r.headers.add("Sec-WebSocket-Extensions", "a;"); }),
              ElementsAre("Sec-WebSocket-Extensions: a parameter's name is expected where the end stands"));
}

TEST(WebSocketHandshake, SaysWhatIsWrongWithAnAnswer) {
  const auto faults = [](auto change) {
    auto answer = accepted();
    change(answer);
    return read_handshake(chat(), answer).faults;
  };
  EXPECT_THAT(faults([](Response& r) { r.status = 200; }), ElementsAre("the status is 200"));
  EXPECT_THAT(faults([](Response& r) { r.headers.remove("Upgrade"); }),
              ElementsAre("Upgrade lacks websocket"));
  EXPECT_THAT(faults([](Response& r) { r.headers.set("Connection", "close"); }),
              ElementsAre("Connection lacks Upgrade"));
  EXPECT_THAT(faults([](Response& r) { r.headers.remove("Sec-WebSocket-Accept"); }),
              ElementsAre("Sec-WebSocket-Accept is missing"));
  EXPECT_THAT(
      faults([](Response& r) { r.headers.set("Sec-WebSocket-Accept", "S3pPLMBiTxaQ9kYGzzhZRbK+xOo="); }),
      ElementsAre("Sec-WebSocket-Accept does not belong to the client's key"));
  EXPECT_THAT(faults([](Response& r) { r.headers.set("Sec-WebSocket-Protocol", "Chat"); }),
              ElementsAre("the answer chooses the subprotocol \"Chat\", which the client did not offer"));
  EXPECT_THAT(faults([](Response& r) { r.headers.add("Sec-WebSocket-Protocol", "superchat"); }),
              ElementsAre("the answer chooses more than one subprotocol"));
  EXPECT_THAT(faults([](Response& r) { r.headers.set("Sec-WebSocket-Protocol", "a/b"); }),
              ElementsAre("Sec-WebSocket-Protocol: a comma is expected where \"/\" stands"));
  EXPECT_THAT(faults([](Response& r) { r.headers.add("Sec-WebSocket-Extensions", "x-mux"); }),
              ElementsAre("the answer has the extension \"x-mux\", which the client did not offer"));
  EXPECT_THAT(
      faults([](Response& r) { r.headers.add("Sec-WebSocket-Extensions", "permessage-deflate"); }),
      ElementsAre("the answer has the extension \"permessage-deflate\", which the client did not offer"));
}

TEST(WebSocketHandshake, AgreesOnCompressionForEachSide) {
  const auto handshake =
      read_handshake(offering("permessage-deflate; client_max_window_bits"),
                     answering("permessage-deflate; server_no_context_takeover; client_max_window_bits=10"));
  EXPECT_THAT(handshake.faults, IsEmpty());
  EXPECT_EQ(handshake.agreement.compression(Sender::server), (Compression{15, false}));
  EXPECT_EQ(handshake.agreement.compression(Sender::client), (Compression{10, true}));
  EXPECT_EQ(Agreement{}.compression(Sender::server), std::nullopt);
}

TEST(WebSocketHandshake, OneOfSeveralOffersMustFit) {
  const auto faults = [](const std::string& offered, const std::string& answered) {
    return read_handshake(offering(offered), answering(answered)).faults;
  };
  const std::string two = "permessage-deflate; server_max_window_bits=10, permessage-deflate";
  EXPECT_THAT(faults(two, "permessage-deflate"), IsEmpty());
  EXPECT_THAT(faults(two, "permessage-deflate; server_max_window_bits=9"), IsEmpty());
  EXPECT_THAT(
      faults(two, "permessage-deflate; client_max_window_bits=9"),
      ElementsAre("the answer lacks server_max_window_bits, which the client wants to be at most 10"));
  EXPECT_THAT(faults("permessage-deflate", "permessage-deflate; x"),
              ElementsAre("permessage-deflate: \"x\" is no parameter of it"));
  EXPECT_THAT(faults("permessage-deflate", "permessage-deflate, permessage-deflate"),
              ElementsAre("the answer has permessage-deflate twice"));
  EXPECT_THAT(faults("permessage-deflate", "permessage-deflate; a b"),
              ElementsAre("Sec-WebSocket-Extensions: a comma is expected where \"b\" stands"));
}

TEST(WebSocketHandshake, SeveralFieldsAreOneList) {
  auto request = offering("x-first; a=1");
  request.headers.add("sec-websocket-extensions", "permessage-deflate");
  const auto handshake = read_handshake(request, answering("permessage-deflate"));
  EXPECT_THAT(handshake.faults, IsEmpty());
  EXPECT_TRUE(handshake.agreement.deflate);
  EXPECT_FALSE(handshake.agreement.has_unknown_extension);
}

TEST(WebSocketHandshake, KnowsThatItDoesNotKnowAnExtension) {
  const auto handshake =
      read_handshake(offering("x-webkit-deflate-frame"), answering("x-webkit-deflate-frame"));
  EXPECT_THAT(handshake.faults, IsEmpty());
  EXPECT_TRUE(handshake.agreement.has_unknown_extension);
}

TEST(WebSocketHandshake, AnswersAnewWithTheKeyOfThisRequest) {
  auto request = chat();
  request.headers.set("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==");
  const auto answer = answer_anew(request, chat(), accepted());
  auto wanted = accepted();
  wanted.headers.set("Sec-WebSocket-Accept", accept_key("AAAAAAAAAAAAAAAAAAAAAA=="));
  EXPECT_EQ(answer, wanted);
  EXPECT_THAT(read_handshake(request, answer).faults, IsEmpty());
}

TEST(WebSocketHandshake, AnswersAnewWhereTheRecordedKeyIsNotKnown) {
  auto redacted = chat();
  redacted.headers.remove("Sec-WebSocket-Key");
  const auto answer = answer_anew(chat(), redacted, accepted());
  EXPECT_THAT(read_handshake(chat(), answer).faults, IsEmpty());
}

TEST(WebSocketHandshake, AnswersAnewWithinWhatIsOfferedNow) {
  const auto extensions = [](const std::string& offered, const std::string& recorded) {
    const auto answer = answer_anew(offering(offered), chat(), answering(recorded));
    EXPECT_THAT(read_handshake(offering(offered), answer).faults, IsEmpty()) << offered << " / " << recorded;
    return answer.headers.find("Sec-WebSocket-Extensions").value_or("none");
  };
  const std::string odd = "permessage-deflate ;server_max_window_bits=\"12\"";
  EXPECT_EQ(extensions("permessage-deflate", odd), odd);  // as it was written
  EXPECT_EQ(extensions("permessage-deflate; server_max_window_bits=9", odd),
            "permessage-deflate; server_max_window_bits=9");
  EXPECT_EQ(extensions("permessage-deflate; server_no_context_takeover", odd),
            "permessage-deflate; server_no_context_takeover; server_max_window_bits=12");
  EXPECT_EQ(extensions("permessage-deflate", "permessage-deflate; client_max_window_bits=9"),
            "permessage-deflate");
  EXPECT_EQ(extensions("x-other", odd), "none");
  EXPECT_EQ(extensions("", odd), "none");
  EXPECT_EQ(extensions("x-mux", "x-mux; a=1, permessage-deflate"), "x-mux; a=1");
}

TEST(WebSocketHandshake, LeavesABrokenAnswerBroken) {
  auto request = chat();
  request.headers.set("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==");
  auto wrong = accepted(), missing = accepted();
  wrong.headers.set("Sec-WebSocket-Accept", "x");
  missing.headers.remove("Sec-WebSocket-Accept");
  EXPECT_EQ(answer_anew(request, chat(), wrong), wrong);
  EXPECT_EQ(answer_anew(request, chat(), missing), missing);
  for (const auto* broken : {"permessage-deflate; x", "a b"}) {
    const auto answer = answer_anew(offering("permessage-deflate"), chat(), answering(broken));
    EXPECT_EQ(answer.headers.find("Sec-WebSocket-Extensions"), broken);
  }
}

}  // namespace
}  // namespace wiretape::http::websocket

// SPDX-License-Identifier: MIT
#include "cassette/conversation.hpp"

#include <gmock/gmock.h>

#include <wiretape/cassette.hpp>

#include "cassette/yaml.hpp"

namespace wiretape::cassette {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::ThrowsMessage;

WebSocketMessage from_client(WebSocketMessage message, milliseconds at = {}) {
  message.from = WebSocketSender::client;
  message.at = at;
  return message;
}

WebSocketMessage control(WebSocketOpcode opcode, std::string payload) {
  auto message = text_message(std::move(payload));
  message.opcode = opcode;
  return message;
}

// As YAML; it is read back as it was.
std::string written(const WebSocketConversation& conversation) {
  auto node = to_node(conversation);
  auto yaml = write_yaml(node);
  EXPECT_EQ(conversation_of(node), conversation) << yaml;
  return yaml;
}

TEST(Conversation, IsReadByAPerson) {
  WebSocketConversation conversation;
  conversation.messages = {from_client(text_message("hello"), milliseconds(3)),
                           text_message(R"({"city":"Oslo"})"), binary_message("abc"),
                           control(WebSocketOpcode::ping, ""), from_client(close_message(1000, "bye"))};
  conversation.ended_at = milliseconds(9);
  EXPECT_EQ(written(conversation), R"(messages:
  - from: client
    at_ms: 3
    text: hello
  - from: server
    json:
      city: Oslo
  - from: server
    base64: YWJj
  - from: server
    opcode: ping
  - from: client
    code: 1000
    reason: bye
ended: server_closed
ended_at_ms: 9
)");
}

TEST(Conversation, KeepsWhatItTakesToSendTheSameFrames) {
  WebSocketConversation conversation;
  auto odd = text_message("in pieces");
  odd.is_compressed = true;
  odd.wire = "\x01\x02";
  odd.fragments = {{.size = 1, .decoded_size = 4, .at = milliseconds(2)},
                   {.size = 1,
                    .decoded_size = 5,
                    .mask = std::array<std::uint8_t, 4>{1, 2, 3, 255},
                    .reserved = 3,
                    .length_form = WebSocketLengthForm::eight_bytes}};
  auto undecoded = text_message("\xff\xfe");
  undecoded.undecoded = "corrupt";
  undecoded.is_finished = false;
  undecoded.missing = 7;
  undecoded.is_truncated = true;
  auto within = control(WebSocketOpcode::pong, "x");
  within.after_fragment = 2;
  conversation.messages = {odd,
                           undecoded,
                           within,
                           control(static_cast<WebSocketOpcode>(11), "\xff"),
                           control(WebSocketOpcode::close, "x"),
                           control(WebSocketOpcode::close, ""),
                           control(WebSocketOpcode::continuation, "lost"),
                           text_message(""),
                           binary_message(""),
                           control(WebSocketOpcode::text, "\xff")};
  conversation.end = WebSocketEnd::client_reset;
  conversation.deflate = {9, 1, 2, true, false};
  const auto yaml = written(conversation);
  EXPECT_THAT(yaml, HasSubstr("{size: 1, decoded_size: 5, mask: AQID/w==, reserved: 3, length_bytes: 8}"));
}

TEST(Conversation, MayBeEmpty) {
  EXPECT_EQ(written({.messages = {}, .end = WebSocketEnd::open}), "ended: open\n");
}

// What a reader says of a cassette with this conversation.
void read(const std::string& conversation, const char* status = "101") {
  const auto text = "wiretape: 1\n...\nrequest: {method: GET, url: 'http://a/'}\nresponse: {status: " +
                    std::string(status) + "}\nwebsocket: " + conversation + "\n...\n";
  static_cast<void>(parse_cassette(text, CassetteFormat::yaml, "a.yaml"));
}

TEST(Conversation, IsReadAsAPersonWritesIt) {
  EXPECT_NO_THROW(read("{messages: [{from: client, text: hi}, {from: server, code: 1000}]}"));
  EXPECT_NO_THROW(read("{}"));
}

TEST(Conversation, SaysWhatIsWrong) {
  const auto says = [](const std::string& conversation, const std::string& fault,
                       const char* status = "101") {
    EXPECT_THAT([&] { read(conversation, status); }, ThrowsMessage<CassetteError>(HasSubstr(fault)))
        << conversation;
  };
  says("{messages: [{text: a}]}", "'from'");
  says("{messages: [{from: nobody}]}", "client or server");
  says("{messages: [{from: client, opcode: shout}]}", "text, binary, continuation");
  says("{messages: [{from: client, reason: why}]}", "no reason without a code");
  says("{messages: [{from: client, code: 1000, text: a}]}", "'code' is for close frames");
  says("{messages: [{from: client, code: 70000}]}", "65535");
  says("{messages: [{from: client, text: a, fragments: [{size: 1, mask: AQ==}]}]}", "four bytes");
  says("{messages: [{from: client, text: a, fragments: [{size: 1, length_bytes: 4}]}]}", "2 or 8");
  says("{messages: [{from: client, txt: a}]}", "did you mean 'text'");
  says("{ended: badly}", "server_closed");
  says("{deflate: {memory_level: 0}}", "1 to 9");
  says("{}", "status 101 only", "200");
}

}  // namespace
}  // namespace wiretape::cassette

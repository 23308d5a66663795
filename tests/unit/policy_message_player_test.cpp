// SPDX-License-Identifier: MIT
#include "policy/message_player.hpp"

#include <gmock/gmock.h>

namespace wiretape::policy {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;
using Verdict = MessagePlayer::Verdict;

WebSocketMessage client(std::string text) {
  auto message = text_message(std::move(text));
  message.from = WebSocketSender::client;
  return message;
}
WebSocketMessage clients(WebSocketMessage message) {
  message.from = WebSocketSender::client;
  return message;
}
WebSocketMessage control(WebSocketOpcode opcode, WebSocketSender from, std::string payload = "") {
  auto message = text_message(std::move(payload));
  message.opcode = opcode;
  message.from = from;
  return message;
}

WebSocketConversation conversation(std::vector<WebSocketMessage> messages) {
  for (std::size_t i = 0; i < messages.size(); ++i) messages[i].at = milliseconds(10 * (i + 1));
  WebSocketConversation out;
  out.messages = std::move(messages);
  return out;
}

// Says all that is due.
std::vector<std::string> said(MessagePlayer& player) {
  std::vector<std::string> out;
  while (const auto* message = player.due()) {
    out.push_back(message->payload);
    player.said();
  }
  return out;
}

TEST(MessagePlayer, SpeaksAfterWhatTheClientSaidBefore) {
  const auto recorded = conversation({text_message("hi"), client("a"), text_message("1"), text_message("2"),
                                      client("b"), client("c"), text_message("3")});
  MessagePlayer player(recorded, {});
  EXPECT_THAT(said(player), ElementsAre("hi"));
  EXPECT_EQ(player.hear(client("a")).verdict, Verdict::same);
  EXPECT_THAT(said(player), ElementsAre("1", "2"));
  EXPECT_EQ(player.hear(client("b")).verdict, Verdict::same);
  EXPECT_THAT(said(player), IsEmpty());
  EXPECT_FALSE(player.is_over());
  EXPECT_EQ(player.hear(client("c")).verdict, Verdict::same);
  EXPECT_FALSE(player.is_over());
  EXPECT_THAT(said(player), ElementsAre("3"));
  EXPECT_TRUE(player.is_over());
  EXPECT_EQ(player.hear(client("d")).verdict, Verdict::unexpected);
}

TEST(MessagePlayer, CountsADifferentMessageForTheRecordedOne) {
  const auto recorded = conversation({client("a"), text_message("1"), client("b")});
  MessagePlayer player(recorded, {});
  const auto heard = player.hear(client("x"));
  EXPECT_EQ(heard.verdict, Verdict::differs);
  EXPECT_EQ(heard.recorded->payload, "a");
  EXPECT_EQ(heard.number, 1U);
  EXPECT_THAT(said(player), ElementsAre("1"));
  EXPECT_EQ(player.unheard()->payload, "b");
  EXPECT_EQ(player.hear(clients(binary_message("b"))).verdict, Verdict::differs);
  EXPECT_EQ(player.unheard(), nullptr);
}

TEST(MessagePlayer, WaitsForNoControlFrameOfTheClients) {
  const auto recorded =
      conversation({control(WebSocketOpcode::ping, WebSocketSender::client, "p"),
                    control(WebSocketOpcode::pong, WebSocketSender::server, "p"),
                    control(WebSocketOpcode::pong, WebSocketSender::server, "unasked"),
                    control(WebSocketOpcode::ping, WebSocketSender::server, "s"),
                    control(WebSocketOpcode::pong, WebSocketSender::client, "s"), text_message("1")});
  MessagePlayer player(recorded, {});
  EXPECT_THAT(said(player), ElementsAre("unasked", "s", "1"));
  EXPECT_TRUE(player.is_over());
  EXPECT_EQ(server_messages(recorded).size(), 3U);
}

TEST(MessagePlayer, KnowsEarlyAndUnaskedClosing) {
  const auto recorded = conversation({client("a"), clients(close_message(1000)), close_message(1000)});
  MessagePlayer early(recorded, {});
  const auto heard = early.hear(clients(close_message(1000)));
  EXPECT_EQ(heard.verdict, Verdict::early);
  EXPECT_EQ(heard.recorded->payload, "a");
  MessagePlayer other(recorded, {});
  EXPECT_EQ(other.hear(client("a")).verdict, Verdict::same);
  EXPECT_EQ(other.unheard(), nullptr);  // a client may leave without a close frame
  EXPECT_FALSE(other.is_over());
  EXPECT_EQ(other.hear(clients(close_message(1001))).verdict, Verdict::differs);
  EXPECT_EQ(other.due()->opcode, WebSocketOpcode::close);
  EXPECT_EQ(other.hear(clients(close_message(1001))).verdict, Verdict::unasked);
}

TEST(MessagePlayer, TakesTheClientsMessagesInAnyOrder) {
  const auto recorded = conversation(
      {client("a"), text_message("1"), client("b"), text_message("2"), client("a"), text_message("3")});
  MessagePlayer player(recorded, {.order = MessageOrder::any_client_order});
  EXPECT_EQ(player.hear(client("b")).verdict, Verdict::same);
  EXPECT_THAT(said(player), ElementsAre("2"));
  EXPECT_EQ(player.hear(client("a")).number, 1U);
  EXPECT_THAT(said(player), ElementsAre("1"));
  EXPECT_EQ(player.hear(client("x")).verdict, Verdict::differs);
  EXPECT_THAT(said(player), ElementsAre("3"));
  EXPECT_TRUE(player.is_over());
}

TEST(MessagePlayer, TellsThePausesOfTheRecording) {
  auto recorded = conversation({text_message("hi"), client("a"), text_message("1"), text_message("2")});
  recorded.messages[3].at = milliseconds(75);
  MessagePlayer player(recorded, {});
  EXPECT_EQ(player.due_after(), milliseconds(10));
  player.said();
  EXPECT_EQ(player.hear(client("a")).verdict, Verdict::same);
  EXPECT_EQ(player.due_after(), milliseconds(10));
  player.said();
  EXPECT_EQ(player.due_after(), milliseconds(45));

  MessagePlayer by_time(recorded, {.order = MessageOrder::by_time});
  by_time.said();
  EXPECT_EQ(by_time.due()->payload, "1");
  EXPECT_EQ(by_time.due_after(), milliseconds(30));
  EXPECT_EQ(by_time.hear(client("x")).verdict, Verdict::differs);
}

TEST(MessagePlayer, ComparesJsonByValueWhereAskedTo) {
  const auto recorded = conversation({client(R"({"a":1})"), client("no json")});
  MessagePlayer player(recorded, {.compares_json = true});
  EXPECT_EQ(player.hear(client(R"({ "a": 1.0 })")).verdict, Verdict::same);
  EXPECT_EQ(player.hear(client("none")).verdict, Verdict::differs);
  MessagePlayer exact(recorded, {});
  EXPECT_EQ(exact.hear(client(R"({ "a": 1.0 })")).verdict, Verdict::differs);
}

TEST(MessagePlayer, DoesNotWaitForAMessageThatWasCutOff) {
  auto cut = client("half");
  cut.is_finished = false;
  const auto recorded = conversation({client("a"), cut});
  MessagePlayer player(recorded, {});
  EXPECT_EQ(player.hear(client("a")).verdict, Verdict::same);
  EXPECT_TRUE(player.is_over());
}

}  // namespace
}  // namespace wiretape::policy

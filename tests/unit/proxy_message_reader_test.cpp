// SPDX-License-Identifier: MIT
#include "proxy/message_reader.hpp"

#include <gmock/gmock.h>

#include "http/websocket_frame.hpp"

namespace wiretape::proxy {
namespace {

using http::websocket::Frame;
using http::websocket::Opcode;
using http::websocket::write_frame;
using std::chrono::milliseconds;
using testing::IsEmpty;
using testing::SizeIs;

std::string text(std::string payload, bool is_final = true) {
  return write_frame(Frame{{.is_final = is_final, .length = payload.size()}, payload});
}

TEST(MessageReader, SaysWhoSaidItAndWhen) {
  MessageReader reader(WebSocketSender::server, {}, http::Strictness::strict, {});
  const auto bytes = text("hello");
  EXPECT_THAT(reader.hear(bytes.substr(0, 3), milliseconds(1)).messages, IsEmpty());
  EXPECT_FALSE(reader.is_between_messages());
  const auto heard = reader.hear(bytes.substr(3) + text("more"), milliseconds(7));
  ASSERT_THAT(heard.messages, SizeIs(2));
  EXPECT_EQ(heard.messages[0].payload, "hello");
  EXPECT_EQ(heard.messages[0].from, WebSocketSender::server);
  EXPECT_EQ(heard.messages[0].at, milliseconds(7));
  EXPECT_TRUE(reader.is_between_messages());
  EXPECT_THAT(reader.hear(text("a", false), milliseconds(8)).messages, IsEmpty());
  EXPECT_FALSE(reader.is_between_messages());
}

TEST(MessageReader, StopsAtAFaultOrGoesOn) {
  const auto wrong = write_frame(Frame{{.reserved = 2, .length = 1}, "x"}) + text("y");
  MessageReader strict(WebSocketSender::server, {}, http::Strictness::strict, {});
  auto heard = strict.hear(wrong, {});
  EXPECT_THAT(heard.messages, IsEmpty());
  EXPECT_THAT(heard.faults, SizeIs(1));
  MessageReader lenient(WebSocketSender::server, {}, http::Strictness::lenient, {});
  heard = lenient.hear(wrong, {});
  EXPECT_THAT(heard.messages, SizeIs(2));
  EXPECT_THAT(heard.faults, SizeIs(1));
}

TEST(MessageReader, GivesWhatASideHadBegun) {
  MessageReader reader(WebSocketSender::server, {}, http::Strictness::lenient, {});
  EXPECT_THAT(reader.hear(text("hello").substr(0, 4), {}).messages, IsEmpty());
  const auto heard = reader.end(milliseconds(3));
  ASSERT_THAT(heard.messages, SizeIs(1));
  EXPECT_EQ(heard.messages[0].payload, "he");
  EXPECT_EQ(heard.messages[0].missing, 3U);
  EXPECT_THAT(heard.faults, SizeIs(1));
}

TEST(MessageReader, TellsOfTextThatIsNone) {
  MessageReader reader(WebSocketSender::server, {}, http::Strictness::strict, {});
  const auto heard = reader.hear(text("\xff"), {});
  ASSERT_THAT(heard.faults, SizeIs(1));
  EXPECT_EQ(heard.faults[0].close_code, 1007);
}

}  // namespace
}  // namespace wiretape::proxy

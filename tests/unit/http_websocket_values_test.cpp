// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <wiretape/websocket.hpp>

namespace wiretape {
namespace {

TEST(WebSocketValues, HaveNamesThatAreReadBack) {
  EXPECT_EQ(to_string(WebSocketSender::client), "client");
  EXPECT_EQ(to_string(WebSocketSender::server), "server");
  EXPECT_EQ(to_string(WebSocketOpcode::ping), "ping");
  EXPECT_EQ(to_string(static_cast<WebSocketOpcode>(11)), "opcode 11");
  for (const auto end : {WebSocketEnd::server_closed, WebSocketEnd::server_reset, WebSocketEnd::client_closed,
                         WebSocketEnd::client_reset, WebSocketEnd::open}) {
    EXPECT_EQ(websocket_end(to_string(end)), end);
  }
  EXPECT_EQ(websocket_end("never"), std::nullopt);
}

TEST(WebSocketMessage, IsMadeForATestToSend) {
  const auto text = text_message("a");
  EXPECT_EQ(text.from, WebSocketSender::server);
  EXPECT_TRUE(text.is_data());
  EXPECT_EQ(binary_message("b").opcode, WebSocketOpcode::binary);
  const auto close = close_message(1012, "restart");
  EXPECT_FALSE(close.is_data());
  EXPECT_EQ(close.payload, "\x03\xf4restart");
  EXPECT_EQ(close.close_code(), 1012);
  EXPECT_EQ(close.close_reason(), "restart");
}

TEST(WebSocketMessage, HasACodeOnlyWhereItCloses) {
  EXPECT_EQ(text_message("\x03\xe8").close_code(), std::nullopt);
  EXPECT_EQ(text_message("\x03\xe8").close_reason(), "");
  WebSocketMessage close;
  close.opcode = WebSocketOpcode::close;
  EXPECT_EQ(close.close_code(), std::nullopt);
}

TEST(WebSocketMessage, IsPrintedInOneLine) {
  EXPECT_EQ(testing::PrintToString(text_message("a\nb")), "server: text \"a\\nb\"");
  EXPECT_EQ(testing::PrintToString(binary_message("b")), "server: binary, 1 byte \"b\"");
  EXPECT_EQ(testing::PrintToString(binary_message("")), "server: binary, 0 bytes");
  EXPECT_EQ(testing::PrintToString(close_message(1000, "bye")), "server: close 1000 \"bye\"");
  EXPECT_LT(testing::PrintToString(text_message(std::string(5000, 'a'))).size(), 300U);
}

}  // namespace
}  // namespace wiretape

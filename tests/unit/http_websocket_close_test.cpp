// SPDX-License-Identifier: MIT
#include "http/websocket_close.hpp"

#include <gtest/gtest.h>

namespace wiretape::http::websocket {
namespace {

using namespace std::string_literals;

TEST(WebSocketClose, KnowsWhichCodesMayBeSent) {
  for (const std::uint16_t code :
       {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999}) {
    EXPECT_TRUE(is_sendable_close_code(code)) << code;
  }
  for (const std::uint16_t code : {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535}) {
    EXPECT_FALSE(is_sendable_close_code(code)) << code;
  }
}

TEST(WebSocketClose, HasACodeAndAReason) {
  EXPECT_EQ(parse_close("\x03\xe8"
                        "bye"),
            (Close{1000, "bye"}));
  EXPECT_EQ(parse_close("\x03\xe9"), (Close{1001, ""}));
  EXPECT_EQ(parse_close(""), Close{});
}

TEST(WebSocketClose, IsWrittenAsItCame) {
  for (const auto& payload : {""s, "\x03"s, "\x03\xe8"s,
                              "\x03\xe8"
                              "bye"s,
                              "\xff\xff\xff"s, "\0\0"s}) {
    EXPECT_EQ(close_payload(parse_close(payload)), payload);
  }
}

}  // namespace
}  // namespace wiretape::http::websocket

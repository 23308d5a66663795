// SPDX-License-Identifier: MIT
#include "http/websocket_extension.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wiretape::http::websocket {
namespace {

using testing::ElementsAre;
using Extensions = std::vector<Extension>;

TEST(WebSocketExtensions, AreAListWithParameters) {
  EXPECT_EQ(*parse_extensions("foo"), (Extensions{{"foo"}}));
  EXPECT_EQ(*parse_extensions("bar; baz=2"), (Extensions{{"bar", {{"baz", "2"}}}}));
  EXPECT_EQ(*parse_extensions("foo, bar; baz=2"), (Extensions{{"foo"}, {"bar", {{"baz", "2"}}}}));
  EXPECT_EQ(*parse_extensions("deflate-stream"), (Extensions{{"deflate-stream"}}));  // RFC 6455 §9.1
  EXPECT_EQ(*parse_extensions("mux; max-channels=4; flow-control, deflate-stream"),
            (Extensions{{"mux", {{"max-channels", "4"}, {"flow-control"}}}, {"deflate-stream"}}));
  EXPECT_EQ(*parse_extensions("permessage-deflate; client_max_window_bits, permessage-deflate"),
            (Extensions{{"permessage-deflate", {{"client_max_window_bits"}}}, {"permessage-deflate"}}));
}

TEST(WebSocketExtensions, ValuesMayBeQuoted) {
  EXPECT_EQ(*parse_extensions(R"(a; b="10")"), (Extensions{{"a", {{"b", "10"}}}}));
  EXPECT_EQ(*parse_extensions(R"(a; b="1\0", c)"), (Extensions{{"a", {{"b", "10"}}}, {"c"}}));
}

TEST(WebSocketExtensions, BlanksAndEmptyElementsMeanNothing) {
  EXPECT_EQ(*parse_extensions(" ,, a ;\tb = 1 ; c , ,d,"), (Extensions{{"a", {{"b", "1"}, {"c"}}}, {"d"}}));
  EXPECT_EQ(*parse_extensions(""), Extensions{});
  EXPECT_EQ(*parse_extensions(" , "), Extensions{});
}

TEST(WebSocketExtensions, SayWhatIsWrong) {
  const auto error = [](std::string_view list) { return parse_extensions(list).error(); };
  EXPECT_EQ(error("a b"), (Error{R"(a comma is expected where "b" stands)", 2}));
  EXPECT_EQ(error("a;"), (Error{"a parameter's name is expected where the end stands", 2}));
  EXPECT_EQ(error("a; =1"), (Error{R"(a parameter's name is expected where "=" stands)", 3}));
  EXPECT_EQ(error("a; b="), (Error{"a value is expected where the end stands", 5}));
  EXPECT_EQ(error("a; b=, c"), (Error{R"(a value is expected where "," stands)", 5}));
  EXPECT_EQ(error(";a"), (Error{R"(an extension's name is expected where ";" stands)", 0}));
  EXPECT_EQ(error("a, \x01"), (Error{R"(an extension's name is expected where "\x01" stands)", 3}));
  EXPECT_EQ(error(R"(a; b="1)"), (Error{"a quoted string without its closing quote", 5}));
  EXPECT_EQ(error(R"(a; b="1\)"), (Error{"a quoted string without its closing quote", 5}));
  EXPECT_EQ(error(R"(a; b="1 2")"), (Error{R"(a quoted value that is no token: "1 2")", 5}));
  EXPECT_EQ(error(R"(a; b="")"), (Error{R"(a quoted value that is no token: "")", 5}));
  EXPECT_EQ(error(R"(a; b="1"2)"), (Error{R"(a comma is expected where "2" stands)", 8}));
  EXPECT_EQ(error(std::string_view("a\0", 2)), (Error{R"(a comma is expected where "\x00" stands)", 1}));
}

TEST(WebSocketExtensions, AreWrittenAsTheyRead) {
  for (const auto* list : {"", "foo", "foo, bar; baz=2", "permessage-deflate; a; b=1; c, d"}) {
    EXPECT_EQ(format_extensions(*parse_extensions(list)), list);
  }
}

TEST(WebSocketProtocols, AreAList) {
  EXPECT_THAT(*parse_protocols("chat, superchat"), ElementsAre("chat", "superchat"));
  EXPECT_THAT(*parse_protocols(" v1.json ,,v2"), ElementsAre("v1.json", "v2"));
  EXPECT_THAT(*parse_protocols(""), ElementsAre());
  EXPECT_EQ(parse_protocols("a, \"b\"").error(),
            (Error{R"(a subprotocol's name is expected where """ stands)", 3}));
  EXPECT_EQ(parse_protocols("a b").error(), (Error{R"(a comma is expected where "b" stands)", 2}));
}

}  // namespace
}  // namespace wiretape::http::websocket

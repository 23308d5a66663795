// SPDX-License-Identifier: MIT
#include "drift/answer_json.hpp"

#include <gmock/gmock.h>

namespace wiretape::drift {
namespace {

std::string json_in(const std::string& type, const std::string& body) {
  Response response;
  response.headers = {{"Content-Type", type}};
  response.body.bytes = body;
  const auto json = json_of(response);
  return json ? policy::show(*json) : "none";
}

TEST(AnswerJson, IsABodyOfJson) {
  EXPECT_EQ(json_in("application/json", "1"), "1");
  EXPECT_EQ(json_in("text/plain", " {\"a\":1}"), R"({"a":1})");
  EXPECT_EQ(json_in("text/plain", "1"), "none");
  EXPECT_EQ(json_in("application/json", "{"), "none");
  EXPECT_EQ(json_in("application/json", ""), "none");
}

TEST(AnswerJson, IsAListOfLinesOrEvents) {
  EXPECT_EQ(json_in("application/x-ndjson", "{\"a\":1}\r\n\n2\n"), R"([{"a":1},2])");
  EXPECT_EQ(json_in("text/event-stream; charset=utf-8",
                    ": hello\nevent: x\ndata: {\"a\":\ndata: 1}\n\ndata:done\n\ndata: cut"),
            R"([{"a":1},"done"])");
}

TEST(AnswerJson, IsNoneWhereTheBodyIsNotHeldAsAWhole) {
  Response response;
  response.body.bytes = "{}";
  response.body.is_truncated = true;
  EXPECT_FALSE(json_of(response));
}

TEST(AnswerJson, IsWhatAServerSaid) {
  WebSocketConversation said;
  said.messages = {text_message(R"({"a":1})"), binary_message("\x01"), text_message("hello")};
  said.messages.push_back(text_message("{}"));
  said.messages.back().from = WebSocketSender::client;
  EXPECT_EQ(policy::show(json_of(said)), R"([{"a":1},"hello"])");
}

}  // namespace
}  // namespace wiretape::drift

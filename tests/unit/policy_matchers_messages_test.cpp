// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <wiretape/matchers.hpp>

#include "support/matching.hpp"

namespace wiretape {
namespace {

using test::description;
using test::negation;
using test::verdict;

WebSocketMessage sent(WebSocketMessage message) {
  message.from = WebSocketSender::client;
  return message;
}

TEST(SentText, FitsATextOfTheClients) {
  const auto matcher = SentText("hi");
  EXPECT_EQ(verdict(matcher, sent(text_message("hi"))), "yes: which is text \"hi\"");
  EXPECT_EQ(verdict(matcher, sent(text_message("ho"))), "no: which is text \"ho\"");
  EXPECT_EQ(verdict(matcher, sent(binary_message("hi"))), "no: which is binary, 2 bytes \"hi\"");
  EXPECT_EQ(verdict(matcher, text_message("hi")), "no: which the server sent: text \"hi\"");
  EXPECT_EQ(description(matcher), "has sent text \"hi\"");
  EXPECT_EQ(negation(matcher), "does not have sent text \"hi\"");
}

TEST(SentBinary, FitsABinaryMessageOfTheClients) {
  EXPECT_TRUE(SentBinary("\x01").matches(sent(binary_message("\x01"))));
  EXPECT_FALSE(SentBinary("a").matches(sent(text_message("a"))));
}

TEST(SentJson, ComparesByValue) {
  const auto message = sent(text_message(R"({"a": 1.0, "b": [2]})"));
  EXPECT_TRUE(SentJson(json(R"({"b":[2],"a":1})")).matches(message));
  EXPECT_TRUE(SentJson("/b/0", 2).matches(message));
  EXPECT_FALSE(SentJson("/b/0", 3).matches(message));
  EXPECT_FALSE(SentJson("/b/0", 2).matches(sent(text_message("no json"))));
  EXPECT_FALSE(SentJson(1).matches(sent(binary_message("1"))));
  EXPECT_EQ(verdict(SentJson(1), sent(binary_message("1"))), "no: which is binary, 1 byte \"1\"");
  EXPECT_EQ(description(SentJson("/b", 2)), "is a sent text that " + description(HasJson("/b", 2)));
  EXPECT_EQ(negation(SentJson("/b", 2)), "is no sent text that " + description(HasJson("/b", 2)));
}

TEST(MessageMatcher, IsCombined) {
  const MessageMatcher either = SentText("a") || SentText("b");
  EXPECT_TRUE(either.matches(sent(text_message("b"))));
  EXPECT_FALSE((either && !SentText("b")).matches(sent(text_message("b"))));
  const MessageMatcher own("is long",
                           [](const WebSocketMessage& message) { return message.payload.size() > 3; });
  EXPECT_TRUE(own.matches(text_message("long")));
}

}  // namespace
}  // namespace wiretape

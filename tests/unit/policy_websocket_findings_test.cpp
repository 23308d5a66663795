// SPDX-License-Identifier: MIT
// Each message is a golden: fixtures/messages/*.txt.
#include "policy/websocket_findings.hpp"

#include <gtest/gtest.h>

#include "support/golden.hpp"

namespace wiretape::policy {
namespace {

using test::is_golden;

const DeckFacts deck{RecordMode::none, false, "cassettes/Chat/Greets.yaml"};
constexpr auto url = "https://chat.test/room";

TEST(WebSocketFindings, ShowATextThatDiffers) {
  const auto recorded = text_message("hello, world"), live = text_message("hello, word\n");
  const auto finding = message_differs(deck, url, {recorded, 3}, live);
  EXPECT_EQ(finding.kind, FindingKind::websocket_message);
  EXPECT_TRUE(is_golden("websocket_text", finding.message));
}

TEST(WebSocketFindings, ShowJsonByItsPaths) {
  const auto recorded = text_message(R"({"id":1,"items":[{"n":1},{"n":2}]})");
  const auto live = text_message(R"({"id":1,"items":[{"n":1},{"n":3}]})");
  EXPECT_TRUE(is_golden("websocket_json", message_differs(deck, url, {recorded, 1}, live).message));
}

TEST(WebSocketFindings, ShowAnotherKindOfMessage) {
  const auto recorded = text_message("a"), live = binary_message(std::string("a\0", 2));
  EXPECT_TRUE(is_golden("websocket_kind", message_differs(deck, url, {recorded, 1}, live).message));
}

TEST(WebSocketFindings, ShowWhatWasNotRecordedAndWhatWasNotSaid) {
  EXPECT_TRUE(is_golden("websocket_unexpected", message_unexpected(deck, url, text_message("more")).message));
  EXPECT_TRUE(is_golden("websocket_missing", message_missing(deck, url, text_message("goodbye")).message));
}

TEST(WebSocketFindings, SayWhatStaysCompressed) {
  auto bomb = text_message(std::string(1000, 'x'));
  bomb.undecoded = "a message that decodes to more than 64 MiB";
  EXPECT_TRUE(is_golden("websocket_undecoded", message_undecoded(url, bomb).message));
}

TEST(WebSocketFindings, SayWhatBreaksTheRules) {
  const WebSocketFault fault{"a client's frame without a mask", 17, 1002};
  EXPECT_TRUE(is_golden("malformed_websocket", malformed_websocket(url, fault).message));
  EXPECT_TRUE(
      is_golden("malformed_upgrade",
                malformed_upgrade(url, {"Upgrade lacks websocket", "Sec-WebSocket-Key is missing"}).message));
  EXPECT_TRUE(
      is_golden("websocket_unplayable",
                message_unplayable(deck, url, {"only the beginning of the message was kept", 0}).message));
}

}  // namespace
}  // namespace wiretape::policy

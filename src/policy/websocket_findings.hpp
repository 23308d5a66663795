// SPDX-License-Identifier: MIT
// What the test hears of WebSocket: the client's messages are not those recorded, or are none. Worded as
// messages.hpp says.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <wiretape/finding.hpp>
#include <wiretape/websocket.hpp>

#include "policy/messages.hpp"

namespace wiretape::policy {

// Of the interaction's conversation: message `number` (from 1) was recorded as `recorded`.
struct RecordedMessage {
  const WebSocketMessage& message;
  std::size_t number = 0;
};

// `url` is the conversation's in all of these.
[[nodiscard]] Finding message_differs(const DeckFacts& deck, std::string_view url,
                                      const RecordedMessage& recorded, const WebSocketMessage& live);
// All that the client said when it was recorded has been said.
[[nodiscard]] Finding message_unexpected(const DeckFacts& deck, std::string_view url,
                                         const WebSocketMessage& live);
// The client left, by a close frame or without one, and did not say `unsaid`.
[[nodiscard]] Finding message_missing(const DeckFacts& deck, std::string_view url,
                                      const WebSocketMessage& unsaid);
// The client's frames break the rules; it was sent a close frame, and the connection is being closed.
[[nodiscard]] Finding malformed_websocket(std::string_view url, const WebSocketFault& fault);
// The client's wish to upgrade breaks the rules: answered 400. `faults`: a sentence each, at least one.
[[nodiscard]] Finding malformed_upgrade(std::string_view url, const std::vector<std::string>& faults);
// A recorded message that cannot be sent, and why not; the conversation ends there.
[[nodiscard]] Finding message_unplayable(const DeckFacts& deck, std::string_view url, const Error& error);

// A message that passed and is kept as it was on the wire: it decodes to more than the limits, or to nothing.
[[nodiscard]] Finding message_undecoded(std::string_view url, const WebSocketMessage& message);

// "text "hello"", "binary, 3 bytes ...": escaped and cut.
[[nodiscard]] std::string shown(const WebSocketMessage& message);

}  // namespace wiretape::policy

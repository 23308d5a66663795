// SPDX-License-Identifier: MIT
// What was said in WebSocket, as a person reads it.
#pragma once

#include <wiretape/websocket.hpp>

#include "cassette/node.hpp"

namespace wiretape::cassette {

// A mapping:
//   messages: each with from, at_ms, and json, text or base64; of a close frame code and reason. opcode
//     stands where these do not tell it. What only a faithful replay needs follows: compressed, wire,
//     fragments, ...
//   ended, ended_at_ms
//   deflate: how the server uses zlib, where that is not zlib's default
[[nodiscard]] Node to_node(const WebSocketConversation& conversation);

// Throws Unreadable. What a person edited needs no mending: a wire that is not the message any more is
// passed over when it is sent.
[[nodiscard]] WebSocketConversation conversation_of(Node& node);

}  // namespace wiretape::cassette

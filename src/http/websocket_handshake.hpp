// SPDX-License-Identifier: MIT
// WebSocket's opening handshake (RFC 6455 §4): what is wrong with it, and what both sides agreed on.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <wiretape/http.hpp>

#include "http/websocket_frame.hpp"
#include "http/websocket_permessage_deflate.hpp"

namespace wiretape::http::websocket {

// What Sec-WebSocket-Accept must be for this Sec-WebSocket-Key (§4.2.2).
[[nodiscard]] std::string accept_key(std::string_view key);

// Whether a request asks for WebSocket at all (RFC 9110 §7.8), with or without faults.
[[nodiscard]] bool is_upgrade(const Request& request);

// What governs the frames behind the handshake.
struct Agreement {
  std::string subprotocol = {};  // empty: none
  std::optional<PermessageDeflate> deflate = {};
  // Extensions that we do not know: reserved bits may mean anything, and payloads too.
  bool has_unknown_extension = false;

  // How `sender` compresses; nothing without permessage-deflate.
  [[nodiscard]] std::optional<Compression> compression(Sender sender) const;

  friend bool operator==(const Agreement&, const Agreement&) = default;
};

struct Handshake {
  Agreement agreement;              // as the answer says it
  std::vector<std::string> faults;  // a sentence each; with any, a client fails the connection (§4.1)
};

// Why a server must refuse this upgrade (§4.2.1), a sentence each.
[[nodiscard]] std::vector<std::string> find_faults(const Request& request);
// What a 101 agreed to, and what is wrong with it as an answer to this request.
[[nodiscard]] Handshake read_handshake(const Request& request, const Response& answer);

// A recorded 101 as the answer to another request: Sec-WebSocket-Accept computed anew (one that was wrong
// stays wrong), and of the extensions what this request offers, in its limits. All else, the subprotocol
// too, stays as it was.
[[nodiscard]] Response answer_anew(const Request& request, const Request& recorded_request,
                                   Response recorded);

}  // namespace wiretape::http::websocket

// SPDX-License-Identifier: MIT
// One request and its outcome.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <wiretape/http.hpp>
#include <wiretape/websocket.hpp>

namespace wiretape {

// What went wrong between the deck and the origin.
enum class TransportErrorKind : std::uint8_t {
  refused,      // nobody listens there
  unreachable,  // no route, host down
  dns,          // the name does not resolve
  tls,          // the handshake failed, or the certificate was not accepted
  reset,        // the connection was reset (TCP RST)
  closed,       // the connection ended before the message did
  timed_out,    // nothing came within the limit
  malformed,    // what came was no HTTP response whose length can be known
};

[[nodiscard]] std::string_view to_string(TransportErrorKind kind);
[[nodiscard]] std::optional<TransportErrorKind> transport_error_kind(std::string_view name);

// A transport failure is an outcome like any other: it is recorded, and replayed.
struct TransportError {
  TransportErrorKind kind = TransportErrorKind::closed;
  std::string message;  // one line, with what was attempted
  // What had come of a response when it failed: its head, and the body as far as it came.
  std::optional<Response> partial = {};

  friend bool operator==(const TransportError&, const TransportError&) = default;
};

using Outcome = std::variant<Response, TransportError>;

struct Timing {
  std::chrono::milliseconds to_head{0};  // from the request's first byte to the response's head
  std::chrono::milliseconds total{0};    // to its last byte

  friend bool operator==(const Timing&, const Timing&) = default;
};

struct Interaction {
  Request request;
  Outcome outcome;
  Timing timing;
  std::string recorded_at;  // RFC 3339, UTC: "2026-11-24T04:13:45Z"
  // Where the outcome is a 101 to WebSocket: what was said after it.
  std::optional<WebSocketConversation> conversation = {};

  friend bool operator==(const Interaction&, const Interaction&) = default;
};

}  // namespace wiretape

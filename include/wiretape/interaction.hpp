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
#include <vector>

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

// The TLS that an origin agreed to, and whom its certificate names (RFC 8446, RFC 7301).
struct TlsSession {
  std::string version;           // "TLSv1.3"
  std::string cipher = {};       // OpenSSL's name
  std::string protocol = {};     // chosen by ALPN: "http/1.1"; empty: none
  std::string server_name = {};  // that was asked for (SNI); empty: none, as for an IP address
  std::vector<std::string> certificate_names = {};  // "api.weather.test", "*.weather.test", "192.0.2.1"

  friend bool operator==(const TlsSession&, const TlsSession&) = default;
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
  // So many of those in front of it in the cassette were not answered yet when its request was sent.
  std::size_t overlaps = 0;
  // Of the origin's connection, where that was TLS. A cassette has it once for each origin, and again where
  // it is another.
  std::optional<TlsSession> tls = {};
  // Where the outcome is a 101 to WebSocket: what was said after it.
  std::optional<WebSocketConversation> conversation = {};

  friend bool operator==(const Interaction&, const Interaction&) = default;
};

}  // namespace wiretape

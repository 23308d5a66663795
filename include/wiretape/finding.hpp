// SPDX-License-Identifier: MIT
// What the test must hear.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

namespace wiretape {

enum class FindingKind : std::uint8_t {
  unmatched_request,    // nothing recorded fits, or all that fits was already played
  unused_interaction,   // recorded, and never asked for
  out_of_order,         // a request came before one that it followed when it was recorded
  cassette_expired,     // older than DeckOptions::expires_in
  cassette_missing,     // mode none, and there is no file
  cassette_unreadable,  // an interaction that cannot be read, found when it was needed
  cassette_not_saved,   // the disk, or another process
  malformed_request,    // the client sent what HTTP or SOCKS5 does not allow; answered 400 or 431, or closed
  client_refused_tls,   // the client did not accept the deck's certificate
  unsupported,          // HTTP/2: not yet; a TLS that the deck does not speak
  host_not_allowed,     // not among DeckOptions::only
  body_not_decoded,     // a compressed body would fill the memory: it stayed as it was
  websocket_message,    // the client's messages are not those recorded, or no WebSocket
  secret_refused,       // what was to be recorded still held what looks like a secret: nothing was saved
  rule_not_met,         // a rule acted more or less often than RuleBuilder::times said
  drifted,              // mode diff: the origin answers otherwise than it did
  internal_error,       // a defect of Wiretape's own
};

[[nodiscard]] std::string_view to_string(FindingKind kind);

// Told once, on the test's thread. The message is several lines: what happened, what was closest,
// what to do; control bytes escaped.
struct Finding {
  FindingKind kind = FindingKind::internal_error;
  std::string message;

  friend bool operator==(const Finding&, const Finding&) = default;
};

void PrintTo(const Finding& finding, std::ostream* os);

}  // namespace wiretape

// SPDX-License-Identifier: MIT
// What happened in a deck, in order.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

#include <wiretape/interaction.hpp>

namespace wiretape {

enum class JournalKind : std::uint8_t {
  connection_opened,
  tunnel_opened,    // CONNECT
  tls_established,  // between client and deck
  tls_failed,
  request,        // a whole request was read
  answered,       // the last byte of an answer was sent, or its transport failure played
  aborted,        // the client went away before the answer was whole
  refused_bytes,  // bytes that are no valid request
  rule,           // rules bend the answer to a request: which
  message,        // a WebSocket message or control frame was read whole, or sent by the deck
  finding,
  connection_closed,
  notice,  // worth knowing, and no fault of the test's: a TestDeck prints it
};

[[nodiscard]] std::string_view to_string(JournalKind kind);

// Where an answer came from.
enum class AnswerSource : std::uint8_t { none, cassette, origin, rule, deck };

[[nodiscard]] std::string_view to_string(AnswerSource source);

struct JournalEntry {
  std::chrono::microseconds at{0};  // since the deck started
  JournalKind kind = JournalKind::request;
  std::uint64_t connection = 0;  // numbered from 1 in order of acceptance
  std::string text;              // one line for a person, control bytes escaped
  AnswerSource source = AnswerSource::none;
  // Of `request` and `answered`: what was sent, and in `answered` what came back too. Shared: copies
  // of the journal are cheap.
  std::shared_ptr<const Interaction> interaction = {};
  std::shared_ptr<const WebSocketMessage> message = {};  // of `message`
};

void PrintTo(const JournalEntry& entry, std::ostream* os);

}  // namespace wiretape

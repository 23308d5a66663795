// SPDX-License-Identifier: MIT
#include "policy/websocket_findings.hpp"

#include <sstream>

#include "base/text.hpp"
#include "policy/side_by_side.hpp"
#include "policy/wording.hpp"

namespace wiretape::policy {

namespace {

std::string conversation_with(std::string_view url) { return "the WebSocket of " + escape_control(url, 300); }

std::string record_anew(const DeckFacts& deck) {
  return "record it anew:  " + mode_setting(deck, RecordMode::all);
}

// A message as a body, for its differences are those of bodies.
Request as_request(const WebSocketMessage& message) {
  Request request;
  request.body.bytes = message.payload;
  return request;
}

std::vector<Row> rows_of(const WebSocketMessage& recorded, const WebSocketMessage& live) {
  if (recorded.opcode != live.opcode || live.opcode != WebSocketOpcode::text) {
    return {{"message", shown(recorded), shown(live), true}};
  }
  auto rows = side_by_side({match::body}, as_request(recorded), as_request(live));
  for (auto& row : rows) {
    if (row.label.starts_with("body")) row.label.replace(0, 4, "text");
  }
  return rows;
}

}  // namespace

std::string shown(const WebSocketMessage& message) {
  std::ostringstream out;
  PrintTo(message, &out);
  const auto text = out.str();
  return text.substr(text.find(": ") + 2);
}

Finding message_differs(const DeckFacts& deck, std::string_view url, const RecordedMessage& recorded,
                        const WebSocketMessage& live) {
  auto text = conversation_with(url) + ": the client sent another message than was recorded\n";
  text += "  message " + std::to_string(recorded.number) + " of " + escape_control(deck.cassette) + ":\n";
  text += format_table(rows_of(recorded.message, live), 4);
  text += "\n  next: mend the code, or " + record_anew(deck);
  text +=
      "\n        where order or JSON's spelling do not matter:  .websocket = {.order = "
      "MessageOrder::any_client_order, .compares_json = true}";
  return {FindingKind::websocket_message, std::move(text)};
}

Finding message_unexpected(const DeckFacts& deck, std::string_view url, const WebSocketMessage& live) {
  return {FindingKind::websocket_message,
          conversation_with(url) + ": the client sent a message more than was recorded\n" +
              "  sent: " + shown(live) + "\n  next: mend the code, or " + record_anew(deck)};
}

Finding message_missing(const DeckFacts& deck, std::string_view url, const WebSocketMessage& unsaid) {
  return {FindingKind::websocket_message,
          conversation_with(url) + ": the client left without a message that was recorded\n" +
              "  recorded: " + shown(unsaid) + "\n  next: let the code send it, or " + record_anew(deck)};
}

Finding malformed_websocket(std::string_view url, const WebSocketFault& fault) {
  return {FindingKind::websocket_message,
          conversation_with(url) + ": the client sent what WebSocket does not allow; it was closed with " +
              std::to_string(fault.close_code) + "\n  why:  " + escape_control(fault.message, 500) +
              ", at byte " + std::to_string(fault.offset) + " behind the handshake\n  next: mend the client"};
}

Finding malformed_upgrade(std::string_view url, const std::vector<std::string>& faults) {
  auto text = conversation_with(url) + ": the client's handshake is wrong; it was answered 400\n";
  for (const auto& fault : faults) text += "  why:  " + escape_control(fault, 500) + '\n';
  text += "  next: mend the client";
  return {FindingKind::websocket_message, std::move(text)};
}

Finding message_unplayable(const DeckFacts& deck, std::string_view url, const Error& error) {
  return {FindingKind::websocket_message,
          conversation_with(url) + ": a message in " + escape_control(deck.cassette) +
              " cannot be sent\n  why:  " + escape_control(error.message, 500) +
              "\n  next: " + record_anew(deck)};
}

Finding message_undecoded(std::string_view url, const WebSocketMessage& message) {
  return {FindingKind::websocket_message,
          conversation_with(url) + ": a compressed message of the " + std::string(to_string(message.from)) +
              "'s passed and could not be decoded\n  why:  " + escape_control(message.undecoded, 500) +
              "\n  It is kept as it was on the wire, " + std::to_string(message.payload.size()) +
              " bytes.\n  next: look at what sent it, or let the client offer no permessage-deflate"};
}

}  // namespace wiretape::policy

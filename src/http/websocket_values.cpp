// SPDX-License-Identifier: MIT
#include <algorithm>
#include <ostream>
#include <utility>

#include <wiretape/websocket.hpp>

#include "base/text.hpp"
#include "http/websocket_close.hpp"

namespace wiretape {

namespace {

constexpr std::size_t shown_bytes = 200;  // of a payload

constexpr std::pair<WebSocketEnd, std::string_view> end_names[] = {
    {WebSocketEnd::server_closed, "server_closed"},
    {WebSocketEnd::server_reset, "server_reset"},
    {WebSocketEnd::client_closed, "client_closed"},
    {WebSocketEnd::client_reset, "client_reset"},
    {WebSocketEnd::open, "open"},
};

WebSocketMessage message_of(WebSocketOpcode opcode, std::string payload) {
  WebSocketMessage message;
  message.opcode = opcode;
  message.payload = std::move(payload);
  message.from = WebSocketSender::server;
  return message;
}

}  // namespace

WebSocketMessage says(WebSocketMessage message) {
  message.from = WebSocketSender::server;
  return message;
}
WebSocketMessage says(std::string text) { return says(text_message(std::move(text))); }
WebSocketMessage hears(WebSocketMessage message) {
  message.from = WebSocketSender::client;
  return message;
}
WebSocketMessage hears(std::string text) { return hears(text_message(std::move(text))); }

std::string_view to_string(WebSocketSender sender) {
  return sender == WebSocketSender::client ? "client" : "server";
}

std::string to_string(WebSocketOpcode opcode) {
  switch (opcode) {
    case WebSocketOpcode::continuation:
      return "continuation";
    case WebSocketOpcode::text:
      return "text";
    case WebSocketOpcode::binary:
      return "binary";
    case WebSocketOpcode::close:
      return "close";
    case WebSocketOpcode::ping:
      return "ping";
    case WebSocketOpcode::pong:
      return "pong";
  }
  return "opcode " + std::to_string(static_cast<int>(opcode));
}

std::string_view to_string(WebSocketEnd end) {
  const auto* found = std::find_if(std::begin(end_names), std::end(end_names),
                                   [=](const auto& known) { return known.first == end; });
  return found->second;
}

std::optional<WebSocketEnd> websocket_end(std::string_view name) {
  const auto* found = std::find_if(std::begin(end_names), std::end(end_names),
                                   [=](const auto& known) { return known.second == name; });
  if (found == std::end(end_names)) return std::nullopt;
  return found->first;
}

std::optional<std::uint16_t> WebSocketMessage::close_code() const {
  if (opcode != WebSocketOpcode::close) return std::nullopt;
  return http::websocket::parse_close(payload).code;
}

std::string WebSocketMessage::close_reason() const {
  if (opcode != WebSocketOpcode::close) return {};
  return http::websocket::parse_close(payload).reason;
}

WebSocketMessage text_message(std::string text) { return message_of(WebSocketOpcode::text, std::move(text)); }

WebSocketMessage binary_message(std::string bytes) {
  return message_of(WebSocketOpcode::binary, std::move(bytes));
}

WebSocketMessage close_message(std::uint16_t code, std::string_view reason) {
  return message_of(WebSocketOpcode::close, http::websocket::close_payload({code, std::string(reason)}));
}

void PrintTo(const WebSocketMessage& message, std::ostream* os) {
  *os << to_string(message.from) << ": " << to_string(message.opcode);
  if (const auto code = message.close_code()) *os << ' ' << *code;
  const auto text = message.opcode == WebSocketOpcode::close ? message.close_reason() : message.payload;
  if (message.opcode == WebSocketOpcode::binary) {
    *os << ", " << text.size() << (text.size() == 1 ? " byte" : " bytes");
  }
  if (!text.empty()) *os << ' ' << '"' + escape_control(text, shown_bytes) + '"';
}

}  // namespace wiretape

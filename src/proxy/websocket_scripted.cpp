// SPDX-License-Identifier: MIT
#include "proxy/websocket_scripted.hpp"

#include "http/websocket_extension.hpp"
#include "http/websocket_handshake.hpp"

namespace wiretape::proxy {

namespace websocket = http::websocket;

Response accept_upgrade(const Request& request) {
  Response response;
  response.status = 101;
  response.reason = "Switching Protocols";
  response.headers = {{"Upgrade", "websocket"}, {"Connection", "Upgrade"}};
  const auto key = request.headers.find("Sec-WebSocket-Key").value_or("");
  response.headers.add("Sec-WebSocket-Accept", websocket::accept_key(key));
  const auto offered =
      websocket::parse_protocols(request.headers.find("Sec-WebSocket-Protocol").value_or(""));
  if (offered && !offered->empty()) response.headers.add("Sec-WebSocket-Protocol", offered->front());
  return response;
}

io::Task<void> WebSocketScripted::speak() { co_return; }

bool WebSocketScripted::hear(const WebSocketMessage& message) {
  std::vector<WebSocketMessage> answers;
  try {
    answers = answers_(message);
  } catch (const std::exception& error) {
    context_.journal.find(policy::internal_error("the callback for messages of " + url(), error.what()));
  }
  for (const auto& answer : answers) push(answer);
  return false;
}

}  // namespace wiretape::proxy

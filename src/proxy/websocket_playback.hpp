// SPDX-License-Identifier: MIT
// A recorded WebSocket conversation, spoken by the deck in the server's place.
#pragma once

#include <memory>

#include "http/websocket_message_writer.hpp"
#include "policy/message_player.hpp"
#include "proxy/websocket_server.hpp"

namespace wiretape::proxy {

class WebSocketPlayback final : public WebSocketServer {
public:
  // `recorded` has a conversation; `agreement` is what the answer of now says.
  WebSocketPlayback(Context& context, io::Stream& client, std::uint64_t connection,
                    std::shared_ptr<const Interaction> upgrade, std::shared_ptr<const Interaction> recorded,
                    const http::websocket::Agreement& agreement, const policy::Bend& bend);

  void push(const WebSocketMessage& message) override;

protected:
  io::Task<void> speak() override;
  bool hear(const WebSocketMessage& message) override;
  void left() override;

private:
  void find(Finding finding);
  [[nodiscard]] WebSocketMessage comparable(const WebSocketMessage& message, secrets::Side side) const;
  io::Task<void> wait_for_turn();
  bool say(const WebSocketMessage& message);
  io::Task<void> end_as_recorded();

  std::shared_ptr<const Interaction> recorded_;
  const WebSocketConversation& conversation_;
  policy::MessagePlayer player_;
  http::websocket::MessageWriter writer_;
  http::websocket::MessageTurns turns_;
  io::Event news_;
  io::Timers::time_point begun_, last_;   // the handshake; the last message of either side
  std::vector<WebSocketMessage> pushed_;  // while a recorded message is half said
};

}  // namespace wiretape::proxy

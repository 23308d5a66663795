// SPDX-License-Identifier: MIT
// The server's half of a WebSocket that the deck answers itself: pings, closing, and what a client does
// wrong are the same whoever chooses the words (RFC 6455 §5, §7).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <wiretape/interaction.hpp>

#include "http/websocket_frame.hpp"
#include "io/deadline.hpp"
#include "proxy/bent_messages.hpp"
#include "proxy/context.hpp"
#include "proxy/message_reader.hpp"
#include "proxy/outbox.hpp"
#include "proxy/told.hpp"

namespace wiretape::proxy {

class WebSocketServer : public Conversation {
public:
  // The handshake has been answered. `client` and `context` outlive it; `upgrade` has the request.
  WebSocketServer(Context& context, io::Stream& client, std::uint64_t connection,
                  std::shared_ptr<const Interaction> upgrade, const http::websocket::Agreement& agreement,
                  const policy::Bend& bend);

  // Until the client has left, or was closed. `seen` was read behind the handshake already. False when the
  // client broke the connection.
  io::Task<bool> run(std::string seen);

  [[nodiscard]] const Request& request() const override { return upgrade_->request; }
  void push(const WebSocketMessage& message) override;

protected:
  // What the server says unasked, beside what it hears; ends when has_ended().
  virtual io::Task<void> speak() = 0;
  // A message, or a close frame. True: the closing is answered by who implements this.
  virtual bool hear(const WebSocketMessage& message) = 0;
  virtual void left() {}  // the client ended the connection

  void send(const std::vector<http::websocket::Frame>& frames);
  void tell(const WebSocketMessage& message, AnswerSource source);
  // Our last word is out: ends the connection in order.
  void end();
  [[nodiscard]] bool has_ended() const { return has_ended_; }
  [[nodiscard]] std::string url() const { return url_of(context_, upgrade_->request); }
  [[nodiscard]] std::chrono::milliseconds now() const;

  Context& context_;
  io::Stream& client_;
  Outbox to_client_;
  BentMessages said_;   // what goes into it
  io::Deadline limit_;  // on the client's silence

private:
  io::Task<void> listen(std::string seen);
  void take(const MessageReader::Heard& heard);
  void take(const WebSocketMessage& message);
  void refuse(const WebSocketFault& fault);
  void answer(WebSocketOpcode opcode, std::string payload);

  std::uint64_t connection_;
  std::shared_ptr<const Interaction> upgrade_;
  MessageReader reader_;
  io::Timers::time_point begun_;
  bool has_said_close_ = false;
  bool is_closed_by_test_ = false;
  bool has_ended_ = false;
  bool is_broken_ = false;
};

}  // namespace wiretape::proxy

// SPDX-License-Identifier: MIT
// A WebSocket between client and origin: every byte passes as it came, and what is said is kept.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <wiretape/interaction.hpp>

#include "io/deadline.hpp"
#include "proxy/bent_messages.hpp"
#include "proxy/context.hpp"
#include "proxy/message_reader.hpp"
#include "proxy/outbox.hpp"

namespace wiretape::proxy {

class WebSocketRelay final : public Conversation {
public:
  // What is behind a 101 that passed. The streams and `context` outlive it; `upgrade` has the request.
  WebSocketRelay(Context& context, io::Stream& client, io::Stream& origin, std::uint64_t connection,
                 std::shared_ptr<const Interaction> upgrade, const http::websocket::Agreement& agreement,
                 const policy::Bend& bend);

  // Until both sides have ended, or one has failed. The bytes were read behind the handshake already.
  io::Task<void> run(std::string from_client, std::string from_origin);

  // As it is kept: what a replay does not need is left out. Call it once, after run(). Where more was said
  // than Limits::conversation_bytes, the last message that was kept is marked as truncated.
  [[nodiscard]] WebSocketConversation take();

  [[nodiscard]] const Request& request() const override { return upgrade_->request; }
  void push(const WebSocketMessage& message) override;

private:
  struct Half {
    io::Stream& from;
    io::Stream& to;
    Outbox& outbox;  // of `to`
    MessageReader& reader;
    WebSocketSender sender;
  };

  io::Task<void> pump(Half half, std::string seen);
  void pass(Half& half, std::string_view bytes);
  void hear(MessageReader::Heard heard, WebSocketSender sender);
  void keep(WebSocketMessage message);
  void note_end(WebSocketSender sender, const std::error_code& error);
  void send_pushed();
  [[nodiscard]] std::chrono::milliseconds now() const;

  Context& context_;
  io::Stream& client_;
  io::Stream& origin_;
  std::uint64_t connection_;
  std::shared_ptr<const Interaction> upgrade_;
  http::websocket::Agreement agreement_;
  MessageReader client_reader_, origin_reader_;
  Outbox to_client_, to_origin_;
  BentMessages bent_;  // what goes to the client
  io::Deadline limit_;
  io::Timers::time_point begun_;
  WebSocketConversation said_;
  std::size_t kept_bytes_ = 0;
  bool is_full_ = false, has_end_ = false;
  std::vector<WebSocketMessage> pushed_;
};

}  // namespace wiretape::proxy

// SPDX-License-Identifier: MIT
// One side's bytes behind the handshake as WebSocket messages.
#pragma once

#include <chrono>
#include <string_view>
#include <vector>

#include <wiretape/options.hpp>

#include "http/websocket_frame_reader.hpp"
#include "http/websocket_message_assembler.hpp"

namespace wiretape::proxy {

class MessageReader {
public:
  using Time = std::chrono::milliseconds;

  // Strictly nothing comes behind a fault; leniently everything that can be read does.
  MessageReader(WebSocketSender from, const http::websocket::Agreement& agreement,
                http::Strictness strictness, const Limits& limits);

  struct Heard {
    std::vector<WebSocketMessage> messages;  // with `from` and `at`
    std::vector<WebSocketFault> faults;      // of frames, and of messages that cannot be decoded
  };
  [[nodiscard]] Heard hear(std::string_view bytes, Time at);
  // The side ended: what it had begun.
  [[nodiscard]] Heard end(Time at);

  // A message of the other coroutines' may go out now: no frame and no message is under way.
  [[nodiscard]] bool is_between_messages() const {
    return reader_.is_between_frames() && !is_within_message_;
  }

private:
  [[nodiscard]] Heard read(Time at);
  void add(Heard& heard, WebSocketMessage message, Time at) const;

  WebSocketSender from_;
  bool is_strict_;
  http::websocket::FrameReader reader_;
  http::websocket::MessageAssembler assembler_;
  bool is_within_message_ = false;
};

}  // namespace wiretape::proxy

// SPDX-License-Identifier: MIT
// What the frames of one side must look like (RFC 6455 §5, RFC 7692 §6). Tells faults and forbids nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include <wiretape/websocket.hpp>

#include "http/content_coding.hpp"
#include "http/websocket_close.hpp"
#include "http/websocket_frame.hpp"
#include "http/websocket_handshake.hpp"
#include "http/websocket_utf8.hpp"

namespace wiretape::http::websocket {

using Fault = WebSocketFault;

// As many bytes as of an ordinary body.
struct MessageLimits {
  std::uint64_t frame_bytes = 64 * 1024 * 1024;
  std::uint64_t message_bytes = 64 * 1024 * 1024;  // on the wire
  std::size_t fragments = 64 * 1024;
  DecodeLimits decoded = {};
};

// Hears a frame as it comes: begin, check_length, its payload, end. Each may leave faults to be asked for
// with next_fault. After a fault the frame counts for what it most likely is, and checking goes on.
class FrameRules {
public:
  FrameRules(Sender from, const Agreement& agreement, const MessageLimits& limits);

  // The first two bytes of a frame's head, which stands at `offset`.
  void begin(const FrameHead& bits, std::uint64_t offset);
  // The whole head.
  void check_length(const FrameHead& head);
  // The next piece of the payload, unmasked. How many of its bytes come before a fault; all where there
  // is none. The rest is given again.
  std::size_t check_payload(std::string_view bytes);
  void end();

  [[nodiscard]] std::optional<Fault> next_fault();
  // A message has begun and its last fragment has not come.
  [[nodiscard]] bool is_within_message() const { return message_.has_value(); }

private:
  struct OpenMessage {
    bool is_text = false;  // and neither compressed nor changed by another extension
    std::uint64_t bytes = 0;
    Utf8Validator utf8 = {};
  };
  struct ClosePayload {
    std::uint16_t code = 0;
    bool is_code_told = false;
    Utf8Validator utf8 = {};
  };

  void check_reserved_bits();
  void check_opcode();
  void check_mask();
  void check_size();
  std::size_t check_text(std::string_view bytes);
  std::size_t check_close(std::string_view bytes);
  void tell(std::string message, std::uint64_t within_frame, std::uint16_t code = close_code::protocol_error);

  Sender from_;
  bool has_deflate_;
  bool has_unknown_extension_;
  MessageLimits limits_;
  std::deque<Fault> faults_;
  FrameHead head_;  // of the frame under way
  std::uint64_t offset_ = 0, head_bytes_ = 0, payload_bytes_ = 0;
  std::optional<OpenMessage> message_;
  ClosePayload close_;
  bool has_closed_ = false, is_after_close_told_ = false;
};

}  // namespace wiretape::http::websocket

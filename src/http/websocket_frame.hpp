// SPDX-License-Identifier: MIT
// WebSocket frames (RFC 6455 §5.2) as values and as bytes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <wiretape/websocket.hpp>

#include "http/event.hpp"

namespace wiretape::http::websocket {

using Sender = WebSocketSender;
using Opcode = WebSocketOpcode;
using MaskKey = std::array<std::uint8_t, 4>;
using LengthForm = WebSocketLengthForm;

[[nodiscard]] constexpr bool is_control_opcode(Opcode opcode) {
  return (static_cast<std::uint8_t>(opcode) & 8) != 0;
}

inline constexpr std::uint8_t rsv1 = 4, rsv2 = 2, rsv3 = 1;

struct FrameHead {
  Opcode opcode = Opcode::text;
  bool is_final = true;
  std::uint8_t reserved = 0;         // rsv1 | rsv2 | rsv3
  std::optional<MaskKey> mask = {};  // nothing: not masked
  std::uint64_t length = 0;          // of the payload, in bytes
  LengthForm length_form = LengthForm::shortest;

  friend bool operator==(const FrameHead&, const FrameHead&) = default;
};

struct FrameEnd {};

// A frame as it comes: its head, its payload in pieces and without the mask, its end.
using FrameEvent = std::variant<FrameHead, Data, FrameEnd>;

// A frame at once. `head.length` is the payload's size, or more where the connection ended within it.
struct Frame {
  FrameHead head;
  std::string payload;

  friend bool operator==(const Frame&, const Frame&) = default;
};

// The bits of a head's first two bytes: neither the length nor the key.
[[nodiscard]] FrameHead parse_frame_bits(std::string_view two_bytes);
// Nothing when more bytes are needed. Takes everything; what is wrong is for FrameRules.
[[nodiscard]] std::optional<FrameHead> parse_frame_head(std::string_view bytes);
[[nodiscard]] std::string write_frame_head(const FrameHead& head);
[[nodiscard]] std::size_t frame_head_bytes(const FrameHead& head);  // 2 to 14

// Masks, or takes the mask off (§5.3). `position` is that of the first byte within the payload.
void apply_mask(std::string& bytes, const MaskKey& key, std::uint64_t position = 0);

// Frames to the bytes they were read from. Not a machine: the caller gives events in order.
class FrameWriter {
public:
  [[nodiscard]] std::string write(const FrameEvent& event);
  [[nodiscard]] std::string write(const FrameHead& head);
  [[nodiscard]] std::string write(const Data& data);
  [[nodiscard]] std::string write(const FrameEnd& end);  // no bytes

private:
  std::optional<MaskKey> mask_;
  std::uint64_t position_ = 0;
};

[[nodiscard]] std::string write_frame(const Frame& frame);

}  // namespace wiretape::http::websocket

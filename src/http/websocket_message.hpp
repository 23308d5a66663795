// SPDX-License-Identifier: MIT
// WebSocket messages and control frames as values: what was said, and what it takes to say it again in the
// same frames.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "http/websocket_frame.hpp"
#include "http/websocket_rules.hpp"

namespace wiretape::http::websocket {

// A frame of a message: what does not follow from the message.
struct Fragment {
  std::uint64_t size = 0;           // of its payload on the wire
  std::uint64_t decoded_size = 0;   // what it gave of Message::payload; the same where nothing is compressed
  std::chrono::milliseconds at{0};  // when its last byte came
  std::optional<MaskKey> mask = {};
  std::uint8_t reserved = 0;  // without the bit of compression
  LengthForm length_form = LengthForm::shortest;

  friend bool operator==(const Fragment&, const Fragment&) = default;
};

// A message, or a control frame. Where a peer broke the rules: a continuation without a message is a
// message of that opcode, and a message that another one cuts off is not finished.
struct Message {
  Opcode opcode = Opcode::text;
  std::string payload = {};              // not masked; decoded, unless `undecoded` says why not
  bool is_compressed = false;            // on the wire, by permessage-deflate
  std::vector<Fragment> fragments = {};  // none: one, of the whole payload
  // Compressed bytes, where there are such. Not needed where our own deflater makes the same ones.
  std::optional<std::string> wire = {};
  std::string undecoded = {};  // then `payload` is what was on the wire

  bool is_finished = true;    // the last frame said so
  std::uint64_t missing = 0;  // bytes that the last frame announced and that never came
  // More came than the limits allow: `payload` is the beginning of what was on the wire.
  bool is_truncated = false;
  // A control frame within a fragmented message: behind so many fragments of the next message that is
  // none. 0: between messages.
  std::size_t after_fragment = 0;
  std::vector<Fault> faults = {};  // that frames alone did not show

  friend bool operator==(const Message&, const Message&) = default;
};

}  // namespace wiretape::http::websocket

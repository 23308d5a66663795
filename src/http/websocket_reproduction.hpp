// SPDX-License-Identifier: MIT
// Whether our own deflater makes the bytes that another program made.
#pragma once

#include <vector>

#include "http/websocket_deflate.hpp"
#include "http/websocket_message.hpp"

namespace wiretape::http::websocket {

struct Reproduction {
  DeflateSettings settings;  // for MessageWriter
  // For each message: the settings do not make its bytes, so Message::wire is needed to send the same
  // frames again. Of the others it may be dropped.
  std::vector<bool> needs_wire;
};

// Tries settings on all messages of one side, in the order in which they were sent: programs that use
// zlib are found out by the first few. Costs as much as deflating all messages once and 8 MiB. What it
// finds holds for the zlib that is linked; another may make other bytes, which decode to the same.
[[nodiscard]] Reproduction find_reproduction(const std::vector<const Message*>& messages,
                                             const Compression& agreed);

}  // namespace wiretape::http::websocket

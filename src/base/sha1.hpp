// SPDX-License-Identifier: MIT
// SHA-1 (RFC 3174), for protocols that name it, as WebSocket's handshake does. It keeps no secret.
#pragma once

#include <string>
#include <string_view>

namespace wiretape {

// The digest: 20 bytes.
[[nodiscard]] std::string sha1(std::string_view bytes);

}  // namespace wiretape

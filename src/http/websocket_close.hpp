// SPDX-License-Identifier: MIT
// What a close frame says (RFC 6455 §5.5.1, §7.4).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wiretape::http::websocket {

namespace close_code {
inline constexpr std::uint16_t normal = 1000, protocol_error = 1002, invalid_payload = 1007, too_big = 1009;
inline constexpr std::uint16_t abnormal = 1006;  // the connection ended without a close frame; never sent
}  // namespace close_code

// Whether a peer may send this code: registered (1000 to 1014 without 1004, 1005 and 1006) or free for
// libraries and applications (3000 to 4999).
[[nodiscard]] bool is_sendable_close_code(std::uint16_t code);

struct Close {
  std::optional<std::uint16_t> code = {};
  std::string reason = {};  // UTF-8; as it came, where it is none

  friend bool operator==(const Close&, const Close&) = default;
};

// Of a close frame's payload. One byte is no code: then it is the reason, so that it is not lost.
[[nodiscard]] Close parse_close(std::string_view payload);
[[nodiscard]] std::string close_payload(const Close& close);

}  // namespace wiretape::http::websocket

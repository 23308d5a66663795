// SPDX-License-Identifier: MIT
#include "http/websocket_close.hpp"

namespace wiretape::http::websocket {

bool is_sendable_close_code(std::uint16_t code) {
  const bool is_registered = code >= 1000 && code <= 1014 && (code < 1004 || code > 1006);
  return is_registered || (code >= 3000 && code <= 4999);
}

Close parse_close(std::string_view payload) {
  if (payload.size() < 2) return {std::nullopt, std::string(payload)};
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(payload[i]); };
  return {static_cast<std::uint16_t>(byte(0) << 8 | byte(1)), std::string(payload.substr(2))};
}

std::string close_payload(const Close& close) {
  if (!close.code) return close.reason;
  return std::string{static_cast<char>(*close.code >> 8), static_cast<char>(*close.code & 0xFF)} +
         close.reason;
}

}  // namespace wiretape::http::websocket

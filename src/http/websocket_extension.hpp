// SPDX-License-Identifier: MIT
// The lists of WebSocket's handshake: Sec-WebSocket-Extensions (RFC 6455 §9.1) and Sec-WebSocket-Protocol.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace wiretape::http::websocket {

struct ExtensionParameter {
  std::string name;
  std::optional<std::string> value = {};  // without quotes; a token all the same

  friend bool operator==(const ExtensionParameter&, const ExtensionParameter&) = default;
};

struct Extension {
  std::string name;
  std::vector<ExtensionParameter> parameters = {};

  friend bool operator==(const Extension&, const Extension&) = default;
};

// "a; b=1, c; d="2"". Empty elements are passed over (RFC 9110 §5.6.1.2).
Result<std::vector<Extension>> parse_extensions(std::string_view list);
[[nodiscard]] std::string format_extensions(const std::vector<Extension>& extensions);

// "chat, superchat", in the order of preference.
Result<std::vector<std::string>> parse_protocols(std::string_view list);

}  // namespace wiretape::http::websocket

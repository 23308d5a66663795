// SPDX-License-Identifier: MIT
// Reads what a TLS client offers (RFC 8446 §4.1.2) without a TLS stack.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace wiretape::http {

struct ClientHello {
  std::string server_name;              // empty when the client sent none
  std::vector<std::string> alpn;        // in the client's order
  std::vector<std::uint16_t> versions;  // supported_versions, else legacy_version alone
  std::vector<std::uint16_t> groups;    // supported_groups
};

// From the first bytes of a connection, TLS records included. Nothing when more bytes are needed.
// GREASE (RFC 8701) is left out. An error within the hello has no offset of its own: it is 0.
Result<std::optional<ClientHello>> parse_client_hello(std::string_view bytes);

}  // namespace wiretape::http

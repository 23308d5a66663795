// SPDX-License-Identifier: MIT
// A client that speaks SOCKS5 (RFC 1928), with or without a name and password (RFC 1929).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "proxy/tunnel.hpp"

namespace wiretape::proxy {

// Agrees on a tunnel. `seen` was already read. Nothing: it was refused, or the client is gone. Waits at most
// Limits::head for the whole of it.
io::Task<std::optional<Tunnel>> accept_socks5(Context& context, io::Stream& client, std::uint64_t number,
                                              std::string seen);

}  // namespace wiretape::proxy

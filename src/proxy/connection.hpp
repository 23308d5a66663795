// SPDX-License-Identifier: MIT
// One client connection, from its first byte: what is spoken on it is found by looking.
#pragma once

#include <cstdint>
#include <memory>

#include "proxy/context.hpp"

namespace wiretape::proxy {

// Serves until either side ends. `context` outlives the task.
//
//   first bytes    0x16          TLS to the deck itself, then again from the top
//                  CONNECT       a tunnel: 200, then 0x16: TLS for that host, else plain HTTP/1
//                  0x05          SOCKS5, then as behind a CONNECT
//                  PRI * HTTP/2  refused with a finding
//                  else          HTTP/1
io::Task<void> serve_connection(Context& context, std::unique_ptr<io::Stream> client, std::uint64_t number);

}  // namespace wiretape::proxy

// SPDX-License-Identifier: MIT
// HTTP/1 requests on one stream, one after the other (RFC 9112 §9.3).
#pragma once

#include <optional>
#include <string>

#include "proxy/client_side.hpp"
#include "proxy/tunnel.hpp"
#include "proxy/way.hpp"

namespace wiretape::proxy {

struct Ended {
  std::optional<Tunnel> tunnel = {};  // of a CONNECT: what follows on the stream is its
  bool has_unread = false;            // the client may still be sending: close lingering
  std::error_code error = {};         // what ended it, if not the client in order
  std::size_t requests = 0;           // how many were served
};

io::Task<Ended> serve_http1(Context& context, ClientSide& client, Way way);

}  // namespace wiretape::proxy

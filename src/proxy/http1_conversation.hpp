// SPDX-License-Identifier: MIT
// HTTP/1 requests on one stream, one after the other (RFC 9112 §9.3).
#pragma once

#include <optional>
#include <string>

#include "proxy/client_side.hpp"
#include "proxy/way.hpp"

namespace wiretape::proxy {

// A CONNECT that was accepted: what follows on the stream is the tunnel's.
struct Connect {
  http::Authority target;
  std::string rest;  // bytes that came with the request
};

struct Ended {
  std::optional<Connect> connect = {};
  bool has_unread = false;     // the client may still be sending: close lingering
  std::error_code error = {};  // what ended it, if not the client in order
  std::size_t requests = 0;    // how many were served
};

io::Task<Ended> serve_http1(Context& context, ClientSide& client, Way way);

}  // namespace wiretape::proxy

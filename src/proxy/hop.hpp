// SPDX-License-Identifier: MIT
// What the hop between client and deck, or deck and origin, owns. All else passes as it came.
#pragma once

#include <string>

#include <wiretape/http.hpp>

namespace wiretape::proxy {

// A request as the origin gets it, and as it is recorded. Drops Proxy-Connection and
// Proxy-Authorization, which are for the proxy, and an offer to upgrade to h2c, which it declines.
void leave_no_trace(Request& request);
// Sets Host where the URL says otherwise (RFC 9112 §3.2.2), the reverse origin's name for one. Not for what
// comes through a tunnel: there the client speaks to the origin itself.
void fit_host_to_url(Request& request);

// A response as this client can read it: to HTTP/1.0 no chunks (RFC 9112 §7.1), so the body lasts
// until the connection closes.
void fit_to_client(Response& response, const std::string& client_version);

// After this response the connection carries on, as far as its version and its Connection field say
// (RFC 9112 §9.3).
[[nodiscard]] bool keeps_alive(const Response& response);

// A response to that method with that status has no body, whatever its fields say (RFC 9112 §6.3).
[[nodiscard]] bool has_no_body(const std::string& method, int status);

}  // namespace wiretape::proxy

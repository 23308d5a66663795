// SPDX-License-Identifier: MIT
// How a request reached the deck, and so where it goes.
#pragma once

#include <optional>
#include <string>

#include <wiretape/url.hpp>

#include "base/result.hpp"
#include "http/event.hpp"
#include "http/url.hpp"

namespace wiretape::proxy {

struct Way {
  std::optional<http::Authority> tunnel = {};  // the target of the CONNECT it came through
  bool is_tls = false;                         // TLS was spoken inside the tunnel
  std::optional<Url> reverse_origin = {};
};

// The URL a request is for (RFC 9112 §3.3): the absolute target's, else the tunnel's, else the
// reverse origin's. The error says what the client did, and how it is pointed at a deck.
Result<Url> resolve_url(const http::RequestHead& head, const Way& way);

}  // namespace wiretape::proxy

// SPDX-License-Identifier: MIT
// The proxy behind the deck: origins are reached through its CONNECT (RFC 9110 §9.3.6).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "io/stream.hpp"

namespace wiretape::io {

struct UpstreamProxy {
  bool is_tls = false;  // TLS is spoken to it
  std::string host;
  std::uint16_t port = 0;
  std::string authorization;  // "Basic …" (RFC 7617); empty: none

  // "http://proxy.corp.test:3128", "https://name:password@proxy.corp.test"; name and password may be
  // percent-encoded. No message holds the password.
  static Result<UpstreamProxy> parse(std::string_view url);
};

// Asks the proxy at the other end of `stream` for a tunnel to host:port. Nothing when bytes now go there
// and back; else why not, in one line: "it answered 407 Proxy Authentication Required".
Task<std::optional<std::string>> ask_for_tunnel(Stream& stream, const UpstreamProxy& proxy, std::string host,
                                                std::uint16_t port);

}  // namespace wiretape::io

// SPDX-License-Identifier: MIT
// A tunnel that a client asks for, by CONNECT (RFC 9110 §9.3.6) or SOCKS5: to be intercepted, passed
// through, or refused.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "http/url.hpp"
#include "proxy/context.hpp"

namespace wiretape::proxy {

struct Tunnel {
  http::Authority target;              // always with a port
  std::string rest;                    // bytes that came with the wish
  std::unique_ptr<io::Stream> origin;  // where it is passed through; null: intercept what follows
  std::optional<Fault> fault = {};     // that a rule has for what follows, which is then intercepted
};

// The finding has been told. The failure is the origin's, of a tunnel to be passed through.
using OpenedTunnel = std::variant<Tunnel, Finding, TransportError>;

// `asked` is what the client said, for the journal: "CONNECT api.weather.test:443".
io::Task<OpenedTunnel> open_tunnel(Context& context, std::uint64_t connection, std::string asked,
                                   http::Authority target);

// What rules make of a connection to that host, but for what they do to each request. It is in the journal.
std::optional<Fault> decide_connection(Context& context, std::uint64_t connection, const std::string& host,
                                       std::uint16_t port);
// What an origin's refusal would be.
[[nodiscard]] TransportError refused_by_rule(const std::string& host, std::uint16_t port);

// Carries bytes both ways until both sides have ended, or one has failed. `client` outlives it.
io::Task<void> carry(Context& context, io::Stream& client, Tunnel tunnel);

// Whether the deck may go there at all, and whether it keeps its hands off.
[[nodiscard]] bool is_allowed(const Context& context, const std::string& host, std::uint16_t port);
[[nodiscard]] bool is_passed_through(const Context& context, const std::string& host, std::uint16_t port);

}  // namespace wiretape::proxy

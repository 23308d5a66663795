// SPDX-License-Identifier: MIT
// One TCP connection to whichever of several addresses answers first (Happy Eyeballs, RFC 8305).
#pragma once

#include <asio/ip/tcp.hpp>
#include <chrono>
#include <optional>
#include <system_error>
#include <vector>

#include "io/timers.hpp"

namespace wiretape::io {

// An address that did not answer has half the time of a blink before the next one is tried beside it
// (RFC 8305 §5); one that fails gives way at once.
inline constexpr std::chrono::milliseconds connection_attempt_delay{250};

// IPv4 and IPv6 in turns, the family of the first first; else the order stays (RFC 8305 §4).
[[nodiscard]] std::vector<asio::ip::address> interleaved(const std::vector<asio::ip::address>& addresses);

// A loopback port that nobody listens on can be the very one that the kernel gave our end: TCP then connects
// it to itself (RFC 9293 §3.5, simultaneous open), and nobody is there.
[[nodiscard]] bool is_self_connected(const asio::ip::tcp::socket& socket);

struct ConnectAttempt {
  asio::ip::tcp::endpoint to;
  std::error_code error;  // none: it won, or had no answer yet
};

struct Raced {
  std::optional<asio::ip::tcp::socket> socket;  // none: all failed, or it was late, or cancelled
  asio::ip::tcp::endpoint peer;                 // the socket's
  std::vector<ConnectAttempt> attempts;         // as they were started
};

// Tries `endpoints` in their order. Ends with the first connection, when the last attempt has failed,
// when `limit` has passed, or when the coroutine, one of `executor`, is cancelled.
Task<Raced> connect_to_any(Executor executor, Timers& timers, std::vector<asio::ip::tcp::endpoint> endpoints,
                           Timers::duration limit);

}  // namespace wiretape::io

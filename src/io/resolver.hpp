// SPDX-License-Identifier: MIT
// Names to addresses. getaddrinfo cannot be cancelled and may take as long as resolv.conf lets it, 10 s
// and more, so it runs on threads that neither who asks nor the end of a deck ever waits for.
#pragma once

#include <asio/ip/address.hpp>
#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "io/timers.hpp"

namespace wiretape::io {

// What a look-up gave.
struct Resolved {
  std::vector<asio::ip::address> addresses;  // best first (RFC 6724)
  std::string error;                         // why there are none: "Name or service not known"
};

// Blocks. getaddrinfo, with DNS, /etc/hosts and whatever else nsswitch.conf names.
[[nodiscard]] Resolved ask_system(const std::string& name);

// What needs no look-up: IP addresses, with a zone as in "fe80::1%eth0" or "fe80::1%25eth0" (RFC 6874),
// and the names of loopback, which never go to DNS (RFC 6761 §6.3). Nothing for other names.
[[nodiscard]] std::optional<Resolved> resolve_without_asking(const std::string& host);

// Thread-safe, and usable in a forked child, whose parent's threads are not there. Threads are started
// where there is work and end with it: a test that forks later finds none (GoogleTest's death tests
// warn of them).
class Resolver {
public:
  // Runs on a thread of the resolver's, several at a time; must not throw.
  using LookUp = std::function<Resolved(const std::string& name)>;

  // `most_threads` is high because a thread does nothing but wait: a name server that does not answer
  // must not hold up the names of others.
  explicit Resolver(LookUp look_up = &ask_system, std::size_t most_threads = 32);
  ~Resolver();  // waits for the look-ups that are under way
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  // The one of all decks. Lives as long as the process, whose end does not wait for it: a thread that
  // still hangs in getaddrinfo then ends with the process. (libcurl's CURLOPT_QUICK_EXIT does the same.)
  static Resolver& of_process();

  // For a coroutine of `executor`. Nothing when it was cancelled, or `limit` passed first; the look-up
  // goes on unheard.
  Task<std::optional<Resolved>> resolve(std::string host, Executor executor, Timers& timers,
                                        Timers::duration limit);

private:
  struct Query;
  class Asker;
  class Pool;
  Pool& pool();
  Task<std::optional<Resolved>> ask(std::string host, Executor executor, Timers& timers,
                                    Timers::duration limit);

  LookUp look_up_;
  std::size_t most_threads_;
  std::atomic<Pool*> pool_;
};

}  // namespace wiretape::io

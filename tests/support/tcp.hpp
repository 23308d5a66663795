// SPDX-License-Identifier: MIT
// Plain blocking sockets: a client and listeners that say any bytes, and that know no Asio.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "support/descriptor.hpp"

namespace wiretape::support {

// A listening socket on a free port of the loopback interface. Connections succeed from now on: who is to
// serve them may start later.
class Listening {
public:
  explicit Listening(const std::string& host = "127.0.0.1");  // or "::1"

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] int fd() const { return socket_.get(); }
  // Ends what waits in accept(), and refuses who comes from now on.
  void stop();

private:
  std::uint16_t port_ = 0;
  Descriptor socket_;
};

// A port of the loopback interface that nobody listens on: held, so that nobody will.
class RefusedPort {
public:
  RefusedPort();
  [[nodiscard]] std::uint16_t port() const { return port_; }

private:
  std::uint16_t port_ = 0;
  Descriptor socket_;
};

[[nodiscard]] bool has_ipv6();

// A connection. Nothing waits longer than `limit`; what does not come is not there. Nothing throws but
// connecting.
class Connection {
public:
  explicit Connection(Descriptor socket, std::chrono::milliseconds limit = std::chrono::seconds(20));
  static Connection to(std::uint16_t port, const std::string& host = "127.0.0.1");

  // False: the other side takes no more.
  bool send(std::string_view bytes);
  // Sends what fits without waiting, and says how much.
  std::size_t send_some(std::string_view bytes);
  // All that comes up to and with `end`; or up to the connection's end.
  std::string read_until(std::string_view end);
  std::string read_count(std::size_t count);
  // All that comes until the other side ends.
  std::string read_to_end();
  // How the last read ended: by the other side in order, by RST, or neither.
  [[nodiscard]] bool has_ended() const { return has_ended_; }
  [[nodiscard]] bool was_reset() const { return was_reset_; }

  void shutdown_send();
  void reset();  // RST, now
  void close() { socket_.close(); }
  [[nodiscard]] int fd() const { return socket_.get(); }

private:
  bool fill();

  Descriptor socket_;
  std::string unread_;
  bool has_ended_ = false;
  bool was_reset_ = false;
};

}  // namespace wiretape::support

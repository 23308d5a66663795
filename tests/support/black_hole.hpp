// SPDX-License-Identifier: MIT
// An address of the loopback interface that does not answer who wants to connect.
#pragma once

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <string>

namespace wiretape::io {

// A listener with room for one connection, which is taken: the kernel drops whoever else knocks.
class BlackHole {
public:
  explicit BlackHole(const std::string& address, std::uint16_t port = 0) {
    const asio::ip::tcp::endpoint at(asio::ip::make_address(address), port);
    acceptor_.open(at.protocol());
    acceptor_.bind(at);
    acceptor_.listen(0);
    filler_.connect(acceptor_.local_endpoint());
  }

  [[nodiscard]] asio::ip::tcp::endpoint endpoint() const { return acceptor_.local_endpoint(); }
  // From now on it answers who knocks again, which the kernel does every second.
  void open() {
    acceptor_.listen();
    asio::ip::tcp::socket taken(context_);
    acceptor_.accept(taken);
  }

private:
  asio::io_context context_;
  asio::ip::tcp::acceptor acceptor_{context_};
  asio::ip::tcp::socket filler_{context_};
};

}  // namespace wiretape::io

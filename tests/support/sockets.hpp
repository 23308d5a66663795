// SPDX-License-Identifier: MIT
// Two TCP streams over the loopback interface, each other's peer.
#pragma once

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <utility>

namespace wiretape::io {

inline std::pair<asio::ip::tcp::socket, asio::ip::tcp::socket> make_connected_sockets(
    asio::io_context& context) {
  using asio::ip::tcp;
  tcp::acceptor acceptor(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
  tcp::socket first(context), second(context);
  first.connect(acceptor.local_endpoint());
  acceptor.accept(second);
  return {std::move(first), std::move(second)};
}

}  // namespace wiretape::io

// SPDX-License-Identifier: MIT
// TCP as a stream.
#pragma once

#include <asio/ip/tcp.hpp>
#include <memory>

#include "io/stream.hpp"

namespace wiretape::io {

// A socket with FD_CLOEXEC from the first moment on, which Asio does not offer.
std::error_code open_socket(asio::ip::tcp::socket& socket, const asio::ip::tcp& protocol);

// Takes over a connected socket and sets TCP_NODELAY: without it a request over TLS can cost 40 ms.
std::unique_ptr<Stream> make_tcp_stream(asio::ip::tcp::socket socket);

}  // namespace wiretape::io

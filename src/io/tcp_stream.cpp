// SPDX-License-Identifier: MIT
#include "io/tcp_stream.hpp"

#include <sys/socket.h>

#include <asio/redirect_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <cerrno>

#include "io/peer_state.hpp"
#include "io/wait.hpp"

namespace wiretape::io {

namespace {

using Socket = asio::ip::tcp::socket;

std::error_code last_error() { return {errno, asio::error::get_system_category()}; }

bool would_block() { return errno == EAGAIN || errno == EWOULDBLOCK; }

// The system calls are made here and not by Asio: the bytes must come after the wait, into a buffer that
// others use meanwhile.
class TcpStream final : public Stream {
public:
  explicit TcpStream(Socket socket) : socket_(std::move(socket)) {}

  Task<Transfer> read_some(std::span<char> into) override;
  Task<std::error_code> write(std::string_view bytes) override;

  Task<std::error_code> shutdown_send() override {
    std::error_code error;
    socket_.shutdown(Socket::shutdown_send, error);
    co_return error;
  }

  [[nodiscard]] bool has_peer_left() const override {
    // Asio has no const native_handle().
    return socket_.is_open() && io::has_peer_left(const_cast<Socket&>(socket_).native_handle());
  }

  void close() noexcept override {
    std::error_code ignored;  // the descriptor is gone in any case
    socket_.close(ignored);
  }

  void reset() noexcept override {
    std::error_code ignored;
    socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    socket_.close(ignored);
  }

private:
  Socket socket_;
  Turn reads_, writes_;
};

Task<Transfer> TcpStream::read_some(std::span<char> into) {
  if (reads_.is_over()) co_await yield();
  while (true) {
    const auto cancellation = co_await asio::this_coro::cancellation_state;
    if (was_cancelled(cancellation) || !socket_.is_open()) co_return Transfer{asio::error::operation_aborted};
    const auto count = ::recv(socket_.native_handle(), into.data(), into.size(), MSG_DONTWAIT);
    if (count >= 0) co_return Transfer{{}, static_cast<std::size_t>(count)};
    if (errno == EINTR) continue;
    if (!would_block()) co_return Transfer{last_error()};
    reads_.has_waited();
    std::error_code error;
    co_await socket_.async_wait(Socket::wait_read, asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return Transfer{error};
  }
}

Task<std::error_code> TcpStream::write(std::string_view bytes) {
  if (writes_.is_over()) co_await yield();
  while (!bytes.empty()) {
    const auto cancellation = co_await asio::this_coro::cancellation_state;
    if (was_cancelled(cancellation) || !socket_.is_open()) co_return asio::error::operation_aborted;
    const auto count =
        ::send(socket_.native_handle(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(count));
      continue;
    }
    if (errno == EINTR) continue;
    if (!would_block()) co_return last_error();
    writes_.has_waited();
    std::error_code error;
    co_await socket_.async_wait(Socket::wait_write, asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return error;
  }
  co_return std::error_code{};
}

}  // namespace

std::error_code open_socket(Socket& socket, const asio::ip::tcp& protocol) {
  const int descriptor =
      ::socket(protocol.family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol.protocol());
  if (descriptor < 0) return last_error();
  std::error_code error;
  socket.assign(protocol, descriptor, error);
  return error;
}

std::unique_ptr<Stream> make_tcp_stream(Socket socket) {
  std::error_code ignored;  // of a socket that the peer has reset meanwhile: the first read tells
  socket.set_option(asio::ip::tcp::no_delay(true), ignored);
  return std::make_unique<TcpStream>(std::move(socket));
}

}  // namespace wiretape::io

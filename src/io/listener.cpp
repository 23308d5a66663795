// SPDX-License-Identifier: MIT
#include "io/listener.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <asio/ip/tcp.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <cerrno>
#include <chrono>

#include "base/text.hpp"
#include "io/tcp_stream.hpp"
#include "io/wait.hpp"

namespace wiretape::io {

namespace {

using asio::ip::tcp;

Error cannot_listen(const std::string& address, const std::string& why) {
  return Error{"cannot listen on \"" + escape_control(address, 100) + "\": " + why};
}

Result<tcp::endpoint> parse(const std::string& address) {
  const Error malformed =
      cannot_listen(address, "say an IP address and a port, like 127.0.0.1:0 or [::1]:8080");
  const auto colon = address.rfind(':');
  if (colon == std::string::npos) return malformed;
  auto host = address.substr(0, colon);
  const bool has_brackets = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (has_brackets) host = host.substr(1, host.size() - 2);
  std::error_code error;
  const auto ip = asio::ip::make_address(host, error);
  const auto port = parse_decimal(std::string_view(address).substr(colon + 1));
  if (error || ip.is_v6() != has_brackets || !port || *port > 65535) return malformed;
  return tcp::endpoint(ip, static_cast<std::uint16_t>(*port));
}

// What accept(2) says of one connection, or of a moment; the next one is worth a try.
bool is_passing(int error) {
  switch (error) {
    case EINTR:
    case ECONNABORTED:
    case EPROTO:
    case ENETDOWN:
    case ENETUNREACH:
    case ENOPROTOOPT:
    case EHOSTDOWN:
    case EHOSTUNREACH:
    case EOPNOTSUPP:
    case EPERM:
      return true;
    default:
      return false;
  }
}

bool is_exhaustion(int error) {
  return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

class TcpListener final : public Listener {
public:
  explicit TcpListener(asio::any_io_executor executor) : acceptor_(executor), pause_(executor) {}

  // Nothing, or why not.
  std::error_code open(const tcp::endpoint& at) {
    std::error_code error;
    const int descriptor = ::socket(at.protocol().family(), SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return {errno, asio::error::get_system_category()};
    acceptor_.assign(at.protocol(), descriptor, error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.non_blocking(true, error);
    if (!error) acceptor_.bind(at, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (!error) endpoint_ = acceptor_.local_endpoint(error);
    return error;
  }

  std::string host() const override { return endpoint_.address().to_string(); }
  std::uint16_t port() const override { return endpoint_.port(); }
  Task<std::unique_ptr<Stream>> accept() override;

  void close() noexcept override {
    std::error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel();
  }

  void on_shortage(std::function<void(const std::error_code&)> hear) override {
    hear_shortage_ = std::move(hear);
  }

private:
  std::unique_ptr<Stream> take(int descriptor);
  Task<std::error_code> wait_after(int error);

  tcp::acceptor acceptor_;
  asio::steady_timer pause_;
  tcp::endpoint endpoint_;
  Turn turn_;
  std::function<void(const std::error_code&)> hear_shortage_;
  bool is_short_ = false;  // of descriptors, and that was told
};

Task<std::unique_ptr<Stream>> TcpListener::accept() {
  if (turn_.is_over()) co_await yield();
  while (true) {
    const auto cancellation = co_await asio::this_coro::cancellation_state;
    if (was_cancelled(cancellation) || !acceptor_.is_open()) co_return nullptr;
    const int descriptor =
        ::accept4(acceptor_.native_handle(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (descriptor >= 0) is_short_ = false;
    if (descriptor >= 0) co_return take(descriptor);
    const auto error = co_await wait_after(errno);
    if (error) co_return nullptr;
  }
}

std::unique_ptr<Stream> TcpListener::take(int descriptor) {
  tcp::socket socket(acceptor_.get_executor());
  std::error_code error;
  socket.assign(endpoint_.protocol(), descriptor, error);
  // Without memory for the reactor's entry the stream is a closed one, whose first read says so.
  if (error) ::close(descriptor);
  return make_tcp_stream(std::move(socket));
}

Task<std::error_code> TcpListener::wait_after(int error) {
  std::error_code result;
  if (is_passing(error)) co_return result;
  turn_.has_waited();
  if (is_exhaustion(error)) {
    const bool is_news = !std::exchange(is_short_, true);
    if (is_news && hear_shortage_) hear_shortage_({error, asio::error::get_system_category()});
    // The connection stays in the kernel's queue, so waiting for readability would spin. 20 ms is short
    // to a person and long to a processor.
    pause_.expires_after(std::chrono::milliseconds(20));
    co_await pause_.async_wait(asio::redirect_error(asio::use_awaitable, result));
  } else if (error == EAGAIN || error == EWOULDBLOCK) {
    co_await acceptor_.async_wait(tcp::acceptor::wait_read,
                                  asio::redirect_error(asio::use_awaitable, result));
  } else {
    result = std::error_code(error, asio::error::get_system_category());
  }
  co_return result;
}

}  // namespace

Result<std::unique_ptr<Listener>> Listener::open(asio::any_io_executor executor, const std::string& address,
                                                 bool allows_remote) {
  const auto at = parse(address);
  if (!at) return at.error();
  if (!at->address().is_loopback() && !allows_remote) {
    return cannot_listen(
        address,
        "other machines could use this deck; set allows_remote_clients to mean that, or listen on "
        "127.0.0.1 or [::1]");
  }
  auto listener = std::make_unique<TcpListener>(std::move(executor));
  const auto error = listener->open(*at);
  if (error) return cannot_listen(address, error.message());
  return std::unique_ptr<Listener>(std::move(listener));
}

}  // namespace wiretape::io

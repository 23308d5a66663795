// SPDX-License-Identifier: MIT
#include "support/tcp.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace wiretape::support {

namespace {

union Address {
  sockaddr any;
  sockaddr_in v4;
  sockaddr_in6 v6;
};

Address loopback(const std::string& host, std::uint16_t port) {
  Address address{};
  if (host == "::1") {
    address.v6.sin6_family = AF_INET6;
    address.v6.sin6_addr = in6addr_loopback;
    address.v6.sin6_port = htons(port);
  } else {
    address.v4.sin_family = AF_INET;
    address.v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.v4.sin_port = htons(port);
  }
  return address;
}

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::system_category(), what); }

Descriptor bound(const std::string& host, std::uint16_t& port) {
  Address address = loopback(host, 0);
  Descriptor socket(::socket(address.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (socket.get() < 0) fail("socket");
  if (::bind(socket.get(), &address.any, sizeof(address)) != 0) fail("bind");
  socklen_t size = sizeof(address);
  ::getsockname(socket.get(), &address.any, &size);
  port = ntohs(address.any.sa_family == AF_INET6 ? address.v6.sin6_port : address.v4.sin_port);
  return socket;
}

}  // namespace

Listening::Listening(const std::string& host) : socket_(bound(host, port_)) {
  if (::listen(socket_.get(), SOMAXCONN) != 0) fail("listen");
}

void Listening::stop() { ::shutdown(socket_.get(), SHUT_RDWR); }

RefusedPort::RefusedPort() : socket_(bound("127.0.0.1", port_)) {}

bool has_ipv6() {
  try {
    Listening("::1");
    return true;
  } catch (const std::system_error&) {
    return false;
  }
}

Connection::Connection(Descriptor socket, std::chrono::milliseconds limit) : socket_(std::move(socket)) {
  timeval wait{};
  wait.tv_sec = limit.count() / 1000;
  wait.tv_usec = limit.count() % 1000 * 1000;
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait));
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait));
}

Connection Connection::to(std::uint16_t port, const std::string& host) {
  Address address = loopback(host, port);
  Descriptor socket(::socket(address.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (socket.get() < 0) fail("socket");
  if (::connect(socket.get(), &address.any, sizeof(address)) != 0) fail("connect");
  return Connection(std::move(socket));
}

bool Connection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

std::size_t Connection::send_some(std::string_view bytes) {
  const auto count = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  return count < 0 ? 0 : static_cast<std::size_t>(count);
}

bool Connection::fill() {
  std::array<char, 65536> piece{};
  ssize_t count = -1;
  do {
    count = ::recv(socket_.get(), piece.data(), piece.size(), 0);
  } while (count < 0 && errno == EINTR);
  has_ended_ = count == 0;
  was_reset_ = count < 0 && errno == ECONNRESET;
  if (count > 0) unread_.append(piece.data(), static_cast<std::size_t>(count));
  return count > 0;
}

std::string Connection::read_until(std::string_view end) {
  std::size_t searched = 0;
  while (true) {
    const auto at = unread_.find(end, searched);
    if (at != std::string::npos) return read_count(at + end.size());
    searched = unread_.size() < end.size() ? 0 : unread_.size() - end.size() + 1;
    if (!fill()) return std::exchange(unread_, {});
  }
}

std::string Connection::read_count(std::size_t count) {
  while (unread_.size() < count) {
    if (!fill()) return std::exchange(unread_, {});
  }
  std::string out = unread_.substr(0, count);
  unread_.erase(0, count);
  return out;
}

std::string Connection::read_to_end() {
  while (fill()) continue;
  return std::exchange(unread_, {});
}

void Connection::shutdown_send() { ::shutdown(socket_.get(), SHUT_WR); }

void Connection::reset() {
  linger at_once{1, 0};
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  socket_.close();
}

}  // namespace wiretape::support

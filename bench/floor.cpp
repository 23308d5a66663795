// SPDX-License-Identifier: MIT
// The floor that decks are measured against: the least a server can do on this machine. One thread, one
// epoll, a fixed answer to whatever ends in an empty line; CONNECT is answered 200 and TLS begun.
// usage: bench_floor CERTIFICATE.pem KEY.pem. Prints its port; ends when its standard input does.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <memory>
#include <string>
#include <unordered_map>

namespace {

constexpr std::string_view answer =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 27\r\n\r\n"
    "{\"city\":\"Oslo\",\"celsius\":-3}";
constexpr std::string_view established = "HTTP/1.1 200 Connection established\r\n\r\n";

struct Connection {
  explicit Connection(int descriptor) : fd(descriptor) {}
  ~Connection() { close(fd); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  int fd;
  std::string in;
  std::unique_ptr<SSL, decltype(&SSL_free)> tls{nullptr, &SSL_free};

  int read(std::array<char, 16384>& into) const {
    ERR_clear_error();  // what another connection left would be taken for this one's
    if (tls) return SSL_read(tls.get(), into.data(), into.size());
    return static_cast<int>(recv(fd, into.data(), into.size(), MSG_DONTWAIT));
  }
  bool write(std::string_view bytes) const {
    if (tls) return SSL_write(tls.get(), bytes.data(), static_cast<int>(bytes.size())) > 0;
    return send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL) > 0;
  }
};

// False when the connection is over.
bool serve(Connection& connection, SSL_CTX* context) {
  static std::array<char, 16384> buffer;
  if (connection.tls && !SSL_is_init_finished(connection.tls.get())) {
    ERR_clear_error();
    const int done = SSL_accept(connection.tls.get());
    if (done <= 0) return SSL_get_error(connection.tls.get(), done) == SSL_ERROR_WANT_READ;
  }
  while (true) {
    const int got = connection.read(buffer);
    if (got == 0) return false;
    if (got < 0)
      return connection.tls ? SSL_get_error(connection.tls.get(), got) == SSL_ERROR_WANT_READ
                            : errno == EAGAIN;
    connection.in.append(buffer.data(), static_cast<std::size_t>(got));
    for (auto end = connection.in.find("\r\n\r\n"); end != std::string::npos;
         end = connection.in.find("\r\n\r\n")) {
      const bool is_connect = connection.in.starts_with("CONNECT ");
      connection.in.erase(0, end + 4);
      if (!connection.write(is_connect ? established : answer)) return false;
      if (!is_connect) continue;
      connection.tls.reset(SSL_new(context));
      SSL_set_fd(connection.tls.get(), connection.fd);
      SSL_set_accept_state(connection.tls.get());
      return true;
    }
    if (!connection.tls && got < static_cast<int>(buffer.size())) return true;
  }
}

int listen_on_loopback() {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  if (bind(fd, reinterpret_cast<sockaddr*>(&address), length) != 0 || listen(fd, SOMAXCONN) != 0) return -1;
  getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length);
  std::printf("%d\n", ntohs(address.sin_port));
  std::fflush(stdout);
  return fd;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  SSL_CTX* context = SSL_CTX_new(TLS_server_method());
  SSL_CTX_set_num_tickets(context, 1);
  if (SSL_CTX_use_certificate_file(context, argv[1], SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_use_PrivateKey_file(context, argv[2], SSL_FILETYPE_PEM) != 1) {
    return 1;
  }
  const int listener = listen_on_loopback();
  const int queue = epoll_create1(EPOLL_CLOEXEC);
  const auto watch = [queue](int fd) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = fd;
    epoll_ctl(queue, EPOLL_CTL_ADD, fd, &event);
  };
  watch(listener);
  watch(STDIN_FILENO);
  std::unordered_map<int, std::unique_ptr<Connection>> connections;
  while (true) {
    std::array<epoll_event, 64> events;
    const int count = epoll_wait(queue, events.data(), events.size(), -1);
    for (int i = 0; i < count; ++i) {
      const int fd = events[static_cast<std::size_t>(i)].data.fd;
      if (fd == STDIN_FILENO) return 0;
      if (fd == listener) {
        const int client = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        const int on = 1;
        setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        connections[client] = std::make_unique<Connection>(client);
        watch(client);
      } else if (!serve(*connections.at(fd), context)) {
        connections.erase(fd);
      }
    }
  }
}

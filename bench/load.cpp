// SPDX-License-Identifier: MIT
// A client in a closed loop: each connection asks, waits for the whole answer, asks again.
// usage: bench_load PORT http|varied|https|tls CONNECTIONS REQUESTS
//   http   GET http://bench.test/today through the proxy on PORT, connections kept
//   varied the same with a field that is another in each request: no head comes twice
//   https  the same inside of CONNECT and TLS, connections kept
//   tls    a new connection, CONNECT and handshake for each request
// Prints "REQUESTS_PER_SECOND MEDIAN_MICROSECONDS". Exit code 1 when any answer was not 200.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Failure {};

class Connection {
public:
  Connection(int port, SSL_CTX* context) : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int on = 1;
    setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) throw Failure{};
    if (context == nullptr) return;
    ask("CONNECT bench.test:443 HTTP/1.1\r\nHost: bench.test:443\r\n\r\n");
    tls_.reset(SSL_new(context));
    SSL_set_fd(tls_.get(), fd_);
    SSL_set_tlsext_host_name(tls_.get(), "bench.test");
    if (SSL_connect(tls_.get()) != 1) throw Failure{};
  }
  ~Connection() { close(fd_); }

  // Writes a request and reads until the answer's head and Content-Length are here.
  void ask(const std::string& request) {
    write(request);
    in_.clear();
    std::size_t whole = 0;
    while (whole == 0 || in_.size() < whole) {
      read();
      const auto end = in_.find("\r\n\r\n");
      if (whole == 0 && end != std::string::npos) whole = end + 4 + content_length();
    }
    if (in_.compare(0, 12, "HTTP/1.1 200") != 0) throw Failure{};
  }

private:
  [[nodiscard]] std::size_t content_length() const {
    static constexpr std::string_view name = "Content-Length: ";
    const auto at = std::search(in_.begin(), in_.end(), name.begin(), name.end(),
                                [](char a, char b) { return (a | 0x20) == (b | 0x20); });
    return at == in_.end() ? 0 : std::strtoul(&*at + name.size(), nullptr, 10);
  }
  void write(const std::string& bytes) {
    const auto size = static_cast<int>(bytes.size());
    const auto put = tls_ ? SSL_write(tls_.get(), bytes.data(), size)
                          : static_cast<int>(send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL));
    if (put != size) throw Failure{};
  }
  void read() {
    std::array<char, 16384> buffer;
    const auto got = tls_ ? SSL_read(tls_.get(), buffer.data(), buffer.size())
                          : static_cast<int>(recv(fd_, buffer.data(), buffer.size(), 0));
    if (got <= 0) throw Failure{};
    in_.append(buffer.data(), static_cast<std::size_t>(got));
  }

  int fd_;
  std::unique_ptr<SSL, decltype(&SSL_free)> tls_{nullptr, &SSL_free};
  std::string in_;
};

const std::string get_forward = "GET http://bench.test/today HTTP/1.1\r\nHost: bench.test\r\nAccept: */*\r\n";
const std::string get_origin = "GET /today HTTP/1.1\r\nHost: bench.test\r\nAccept: */*\r\n";

void run(int port, const std::string& mode, SSL_CTX* context, int requests, std::vector<double>& micros) {
  std::unique_ptr<Connection> connection;
  for (int i = 0; i < requests; ++i) {
    const auto begun = Clock::now();
    if (!connection || mode == "tls")
      connection = std::make_unique<Connection>(port, mode == "http" || mode == "varied" ? nullptr : context);
    if (mode == "varied") {
      connection->ask(get_forward + "X-Request-Id: " + std::to_string(i) + "\r\n\r\n");
    } else {
      connection->ask((mode == "http" ? get_forward : get_origin) + "\r\n");
    }
    micros.push_back(std::chrono::duration<double, std::micro>(Clock::now() - begun).count());
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  const int port = std::atoi(argv[1]);
  const std::string mode = argv[2];
  const int connections = std::atoi(argv[3]);
  const int each = std::atoi(argv[4]) / connections;
  SSL_CTX* context = SSL_CTX_new(TLS_client_method());  // verifies nothing: it measures

  std::vector<std::vector<double>> micros(static_cast<std::size_t>(connections));
  std::atomic<bool> has_failed = false;
  const auto begun = Clock::now();
  std::vector<std::thread> threads;
  for (auto& mine : micros) {
    threads.emplace_back([&] {
      try {
        run(port, mode, context, each, mine);
      } catch (const Failure&) {
        has_failed = true;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  const double seconds = std::chrono::duration<double>(Clock::now() - begun).count();
  std::vector<double> all;
  for (const auto& some : micros) all.insert(all.end(), some.begin(), some.end());
  if (has_failed || all.empty()) return 1;
  std::nth_element(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2), all.end());
  std::printf("%.1f %.1f\n", static_cast<double>(all.size()) / seconds, all[all.size() / 2]);
  return 0;
}

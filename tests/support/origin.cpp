// SPDX-License-Identifier: MIT
#include "support/origin.hpp"

#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace wiretape::support {

namespace {

const std::string fixtures = WIRETAPE_SOURCE_DIR "/fixtures/e2e/";

void openssl(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                                       "ec_paramgen_curve:P-256", "-noenc", "-days", "2"});
  const auto result = run(arguments);
  if (result.exit_code != 0) throw std::runtime_error("openssl: " + result.err);
}

std::string url(const std::string& scheme, const std::string& host, std::uint16_t port) {
  return scheme + "://" + (host == "::1" ? "[::1]" : host) + ":" + std::to_string(port);
}

void replace_all(std::string& text, const std::string& what, const std::string& with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
}

std::string fixture(const std::string& name) {
  std::ifstream in(fixtures + name, std::ios::binary);
  if (!in) throw std::runtime_error("no " + fixtures + name);
  return {std::istreambuf_iterator<char>(in), {}};
}

Descriptor listen_on_path(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof(address.sun_path) - 1);
  Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0 ||
      ::listen(socket.get(), SOMAXCONN) != 0) {
    throw std::runtime_error("cannot listen on " + path);
  }
  return socket;
}

std::string git_exec_path() {
  auto path = run({"git", "--exec-path"}).out;
  path.erase(path.find_last_not_of('\n') + 1);
  return path;
}

}  // namespace

OriginCertificate::OriginCertificate(const std::string& names) {
  openssl({"-keyout", dir_.path("ca.key"), "-out", ca_file(), "-subj", "/CN=Origins of a test", "-addext",
           "keyUsage=critical,keyCertSign,cRLSign"});
  openssl({"-keyout", key_file(), "-out", file(), "-CA", ca_file(), "-CAkey", dir_.path("ca.key"), "-subj",
           "/CN=An origin of a test", "-addext", "basicConstraints=critical,CA:FALSE", "-addext",
           "extendedKeyUsage=serverAuth", "-addext", "subjectAltName=" + names});
}

Nginx::Nginx(const NginxOptions& options) : certificate_(options.names), plain_(options.host) {
  http = url("http", options.host, plain_.port());
  https = url("https", "localhost", tls_.port());
  ca_file = certificate_.ca_file();
  log_file = dir_.path("nginx.log");
  auto conf = fixture("nginx.conf");
  replace_all(conf, "@DIR@", dir_.path());
  replace_all(conf, "@HTTP@", http.substr(std::string("http://").size()));
  replace_all(conf, "@HTTPS@", "127.0.0.1:" + std::to_string(tls_.port()));
  replace_all(conf, "@CERTIFICATE@", certificate_.file());
  replace_all(conf, "@KEY@", certificate_.key_file());
  replace_all(conf, "@GIT_BACKEND@", git_exec_path() + "/git-http-backend");
  dir_.write("nginx.conf", conf);
  dir_.write("temp/.keep", "");
  for (const auto* name : {"hello.txt", "hello.txt.gz", "hello.txt.br", "hello.txt.zst", "hello.txt.zz"}) {
    write(name, fixture(name));
  }
  // nginx takes over sockets that NGINX names, as a new binary does from an old one.
  ProgramOptions inherited;
  inherited.environment = {{"NGINX", "3;4;"}};
  nginx_.emplace(std::vector<std::string>{"nginx", "-c", dir_.path("nginx.conf"), "-p", dir_.path()},
                 std::vector<int>{-1, plain_.fd(), tls_.fd()}, log_file, inherited);
}

void Nginx::serve_git() {
  const auto socket = listen_on_path(dir_.path("git.sock"));
  git_.emplace(std::vector<std::string>{"fcgiwrap", "-f"}, std::vector<int>{socket.get()},
               dir_.path("git.log"));
}

PythonOrigin::PythonOrigin() {
  http = url("http", "127.0.0.1", plain_.port());
  https = url("https", "localhost", tls_.port());
  ca_file = certificate_.ca_file();
  log_file = dir_.path("python.log");
  python_.emplace(std::vector<std::string>{"python3", "-B", fixtures + "origin.py", certificate_.file(),
                                           certificate_.key_file()},
                  std::vector<int>{-1, plain_.fd(), tls_.fd()}, log_file);
}

WebSocketOrigin::WebSocketOrigin() {
  http = url("http", "127.0.0.1", plain_.port());
  https = url("https", "localhost", tls_.port());
  ca_file = certificate_.ca_file();
  log_file = dir_.path("websockets.log");
  python_.emplace(std::vector<std::string>{"python3", "-B", fixtures + "websocket_origin.py",
                                           certificate_.file(), certificate_.key_file()},
                  std::vector<int>{-1, plain_.fd(), tls_.fd()}, log_file);
}

RawOrigin::RawOrigin(Serve serve, const std::string& host)
    : serve_(std::move(serve)), listening_(host), acceptor_([this] { accept(); }) {
  http = url("http", host, listening_.port());
}

RawOrigin::~RawOrigin() {
  {
    const std::lock_guard lock(mutex_);
    is_stopped_ = true;
    for (const int fd : open_) ::shutdown(fd, SHUT_RDWR);
  }
  listening_.stop();
  acceptor_.join();
  for (auto& thread : threads_) thread.join();
}

int RawOrigin::connections() const {
  const std::lock_guard lock(mutex_);
  return connections_;
}

void RawOrigin::accept() {
  while (true) {
    Descriptor accepted(::accept4(listening_.fd(), nullptr, nullptr, SOCK_CLOEXEC));
    const std::lock_guard lock(mutex_);
    if (accepted.get() < 0 || is_stopped_) return;
    ++connections_;
    open_.push_back(accepted.get());
    threads_.emplace_back([this, client = Connection(std::move(accepted))]() mutable {
      serve_(client);
      const std::lock_guard closing(mutex_);
      open_.erase(std::remove(open_.begin(), open_.end(), client.fd()), open_.end());
      client.close();
    });
  }
}

std::string ok_answer(const std::string& body, const std::string& fields) {
  return "HTTP/1.1 200 OK\r\n" + fields + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         body;
}

RawOrigin::Serve always(std::string answer) {
  return [answer = std::move(answer)](Connection& client) {
    while (client.read_until("\r\n\r\n").ends_with("\r\n\r\n")) {
      if (!client.send(answer)) return;
    }
  };
}

}  // namespace wiretape::support

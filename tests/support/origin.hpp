// SPDX-License-Identifier: MIT
// Real services behind a deck: servers nobody here wrote, and one that says any bytes. Each listens before
// its constructor returns, is gone when its destructor has run, and is reached on the loopback interface.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "support/process.hpp"
#include "support/tcp.hpp"
#include "support/temp_directory.hpp"

namespace wiretape::support {

// Signed by an authority of this object's own, for localhost, 127.0.0.1 and ::1.
class OriginCertificate {
public:
  // `names` as openssl's subjectAltName. Throws std::runtime_error with what openssl said.
  static constexpr const char* all_names = "DNS:localhost,IP:127.0.0.1,IP:::1";
  explicit OriginCertificate(const std::string& names = all_names);

  [[nodiscard]] std::string ca_file() const { return dir_.path("ca.pem"); }
  [[nodiscard]] std::string file() const { return dir_.path("origin.pem"); }
  [[nodiscard]] std::string key_file() const { return dir_.path("origin.key"); }

private:
  TempDirectory dir_;
};

class Origin {
public:
  virtual ~Origin() = default;

  std::string http;      // "http://127.0.0.1:40001"; empty when it is not spoken
  std::string https;     // "https://localhost:40002"
  std::string ca_file;   // whom to trust for https
  std::string log_file;  // what it complained of, for a test that fails; empty: it keeps none
};

struct NginxOptions {
  std::string host = "127.0.0.1";                    // where http is spoken; or "::1"
  std::string names = OriginCertificate::all_names;  // of its certificate
};

// nginx with fixtures/e2e/nginx.conf. It serves what was written, and what was PUT below /put/.
class Nginx final : public Origin {
public:
  explicit Nginx(const NginxOptions& options = {});

  void write(const std::string& name, std::string_view text) const { dir_.write("site/" + name, text); }
  [[nodiscard]] std::string read(const std::string& name) const { return dir_.read("site/" + name); }
  [[nodiscard]] std::string path(const std::string& name) const { return dir_.path(name); }

  // Serves the repositories below path("git") at /git/ by git's own http-backend.
  void serve_git();

private:
  TempDirectory dir_;
  OriginCertificate certificate_;
  Listening plain_, tls_;
  std::optional<Background> git_, nginx_;
};

// Python's http.server with fixtures/e2e/origin.py.
class PythonOrigin final : public Origin {
public:
  PythonOrigin();

private:
  TempDirectory dir_;
  OriginCertificate certificate_;
  Listening plain_, tls_;
  std::optional<Background> python_;
};

// Python's websockets with fixtures/e2e/websocket_origin.py: http and https are where ws and wss are spoken.
class WebSocketOrigin final : public Origin {
public:
  WebSocketOrigin();

private:
  TempDirectory dir_;
  OriginCertificate certificate_;
  Listening plain_, tls_;
  std::optional<Background> python_;
};

// Says what a test wants. `serve` runs for each connection on a thread of its own, and the connection is
// closed behind it.
class RawOrigin final : public Origin {
public:
  using Serve = std::function<void(Connection&)>;
  explicit RawOrigin(Serve serve, const std::string& host = "127.0.0.1");
  ~RawOrigin() override;

  [[nodiscard]] int connections() const;

private:
  void accept();

  Serve serve_;
  Listening listening_;
  mutable std::mutex mutex_;
  std::vector<int> open_;
  std::vector<std::thread> threads_;
  int connections_ = 0;
  bool is_stopped_ = false;
  std::thread acceptor_;
};

// An answer with its length.
[[nodiscard]] std::string ok_answer(const std::string& body, const std::string& fields = "");
// Serves each request head that comes with this answer.
[[nodiscard]] RawOrigin::Serve always(std::string answer);

}  // namespace wiretape::support

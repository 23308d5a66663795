// SPDX-License-Identifier: MIT
#include "io/key_log.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "base/text.hpp"
#include "io/openssl.hpp"

namespace wiretape::io {

namespace {

struct KeyLog {
  int fd = -1;
  std::optional<std::string> fault;

  KeyLog() {
    const char* path = std::getenv("SSLKEYLOGFILE");
    if (path == nullptr || *path == '\0') return;
    // Whoever reads it can read what was sent.
    fd = ::open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) fault = escape_control(path) + ": " + std::generic_category().message(errno);
  }
};

// Lives as long as the process: connections may outlive whatever ends before.
const KeyLog& key_log() {
  static const auto& log = *new KeyLog;
  return log;
}

void write_line(const SSL*, const char* line) {
  const auto bytes = std::string(line) + '\n';
  const auto written = ::write(key_log().fd, bytes.data(), bytes.size());
  static_cast<void>(written);  // a full disk ends no connection
}

}  // namespace

std::optional<std::string> open_key_log() { return key_log().fault; }

void log_keys(ssl_ctx_st* context) {
  if (key_log().fd >= 0) SSL_CTX_set_keylog_callback(context, write_line);
}

}  // namespace wiretape::io

// SPDX-License-Identifier: MIT
// Accepts TCP connections.
#pragma once

#include <asio/any_io_executor.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <system_error>

#include "base/result.hpp"
#include "io/stream.hpp"

namespace wiretape::io {

class Listener {
public:
  // `address` is "127.0.0.1:0" or "[::1]:8080". Refuses addresses that are not loopback unless
  // `allows_remote` is set. FD_CLOEXEC, TCP_NODELAY, a backlog of SOMAXCONN.
  static Result<std::unique_ptr<Listener>> open(asio::any_io_executor executor, const std::string& address,
                                                bool allows_remote);
  virtual ~Listener() = default;

  [[nodiscard]] virtual std::string host() const = 0;  // "127.0.0.1" or "::1"
  [[nodiscard]] virtual std::uint16_t port() const = 0;
  // The next connection; null when closed or cancelled. Waits where descriptors ran out, and goes on
  // when they return.
  virtual Task<std::unique_ptr<Stream>> accept() = 0;
  // `hear` is called with why accept() has to wait, once each time that descriptors ran out.
  virtual void on_shortage(std::function<void(const std::error_code& why)> hear) = 0;
  virtual void close() noexcept = 0;
};

}  // namespace wiretape::io

// SPDX-License-Identifier: MIT
// A connection: TCP, TLS over another stream, or an in-memory pipe. One conversation serves them all.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "io/task.hpp"

namespace wiretape::io {

// One read and one write may be under way at a time, from two coroutines of the same thread. A stream
// that is closed or reset ends both with an error (asio::error::operation_aborted or alike); nothing
// throws. Cancelling the coroutine (Scope) also ends them. What the errors mean: io/error.hpp.
class Stream {
public:
  virtual ~Stream() = default;

  // Waits for at least one byte. `into` is filled only in the moment before the task ends, so many
  // waiting coroutines may share one scratch buffer (see scratch()). Yields to others every 16th read
  // that did not have to wait.
  virtual Task<Transfer> read_some(std::span<char> into) = 0;
  // Writes all of `bytes`, which live until the task ends.
  virtual Task<std::error_code> write(std::string_view bytes) = 0;
  // Ends our side in order: TLS close_notify, then FIN. Reading goes on.
  virtual Task<std::error_code> shutdown_send() = 0;

  // Nobody is behind the other end any more. False also where that cannot be known; see io/peer_state.hpp.
  [[nodiscard]] virtual bool has_peer_left() const = 0;

  virtual void close() noexcept = 0;  // at once, without close_notify; FIN where nothing is unread
  virtual void reset() noexcept = 0;  // at once, RST
};

// The thread's scratch buffer for reads, 64 KiB. Its bytes are good until the next co_await.
[[nodiscard]] std::span<char> scratch();

}  // namespace wiretape::io

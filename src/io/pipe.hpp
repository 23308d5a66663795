// SPDX-License-Identifier: MIT
// Two in-memory streams, each other's peer: conversations run on them without a socket.
#pragma once

#include <asio/any_io_executor.hpp>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

#include "io/stream.hpp"

namespace wiretape::io {

struct PipeOptions {
  std::size_t capacity = 256 * 1024;  // bytes a writer may be ahead of its reader
  std::size_t cut = 0;                // at most this many bytes a read; 0: no limit
  // The first end's operation of this number (from 1; reads and writes count together) fails with
  // connection_reset, and so do all after it; the second end sees a reset. Nothing: none fails.
  std::optional<std::size_t> fails_at = {};
};

// As on TCP: bytes under way when one end closes or resets can still be read; a close with unread bytes
// is a reset; writing to an end that closed is broken_pipe. Destroying an end closes it.
std::pair<std::unique_ptr<Stream>, std::unique_ptr<Stream>> make_pipe(asio::any_io_executor executor,
                                                                      PipeOptions options);

}  // namespace wiretape::io

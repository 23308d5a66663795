// SPDX-License-Identifier: MIT
// The coroutine type, and what an operation on bytes gives.
#pragma once

#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>
#include <cstddef>
#include <system_error>

namespace wiretape::io {

// g++ 12: `co_await` stands alone in its statement; aggregates go in as named variables.
template <class T>
using Task = asio::awaitable<T>;

using Executor = asio::any_io_executor;

// What a read gave. No error and no bytes: the peer ended its side in order.
struct [[nodiscard]] Transfer {
  std::error_code error;
  std::size_t count = 0;

  [[nodiscard]] bool is_end() const { return !error && count == 0; }
};

}  // namespace wiretape::io

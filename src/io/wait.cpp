// SPDX-License-Identifier: MIT
#include "io/wait.hpp"

#include <asio/post.hpp>
#include <asio/redirect_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

namespace wiretape::io {

Task<void> Event::wait() {
  std::error_code ignored;  // a notification is operation_aborted to the timer
  co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

void Event::notify() noexcept { timer_.cancel(); }

Task<void> yield() {
  const auto executor = co_await asio::this_coro::executor;
  co_await asio::post(executor, asio::use_awaitable);
}

}  // namespace wiretape::io

// SPDX-License-Identifier: MIT
#include "io/timers.hpp"

#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

#include "io/wait.hpp"

namespace wiretape::io {

namespace {

// Shared with the completion handler, which may already be under way when the handle goes.
struct PendingCall {
  asio::steady_timer timer;
  std::function<void()> then;
};

class CallHandle final : public Timers::Handle {
public:
  explicit CallHandle(std::shared_ptr<PendingCall> call) : call_(std::move(call)) {}
  ~CallHandle() override {
    call_->then = nullptr;
    call_->timer.cancel();
  }

private:
  std::shared_ptr<PendingCall> call_;
};

// Far enough for "never", and still within the clock's range.
asio::steady_timer::duration bounded(Timers::duration delay) {
  constexpr Timers::duration longest = std::chrono::hours(24 * 365);
  return std::chrono::duration_cast<asio::steady_timer::duration>(std::min(delay, longest));
}

class AsioTimers final : public Timers {
public:
  explicit AsioTimers(asio::any_io_executor executor) : executor_(std::move(executor)) {}

  time_point now() const override { return std::chrono::steady_clock::now(); }

  std::unique_ptr<Handle> after(duration delay, std::function<void()> then) override {
    auto call = std::make_shared<PendingCall>(asio::steady_timer(executor_, bounded(delay)), std::move(then));
    call->timer.async_wait([call](std::error_code) {
      if (const auto due = std::exchange(call->then, nullptr)) due();
    });
    return std::make_unique<CallHandle>(std::move(call));
  }

  Task<void> sleep(duration delay) override {
    const auto cancellation = co_await asio::this_coro::cancellation_state;
    if (was_cancelled(cancellation)) co_return;
    asio::steady_timer timer(executor_, bounded(delay));
    std::error_code ignored;  // cancelled: it ends early
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }

private:
  asio::any_io_executor executor_;
};

}  // namespace

std::unique_ptr<Timers> make_asio_timers(asio::any_io_executor executor) {
  return std::make_unique<AsioTimers>(std::move(executor));
}

}  // namespace wiretape::io

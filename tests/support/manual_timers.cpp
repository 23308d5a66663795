// SPDX-License-Identifier: MIT
#include "support/manual_timers.hpp"

#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

namespace wiretape::io {

class ManualTimers::CallHandle final : public Timers::Handle {
public:
  CallHandle(Calls& calls, std::weak_ptr<std::function<void()>> call)
      : calls_(calls), call_(std::move(call)) {}
  ~CallHandle() override {
    const auto call = call_.lock();
    std::erase_if(calls_, [&](const auto& entry) { return entry.second == call; });
  }

private:
  Calls& calls_;
  std::weak_ptr<std::function<void()>> call_;
};

void ManualTimers::settle() {
  context_.restart();
  context_.poll();
}

void ManualTimers::advance(duration by) {
  const auto end = now_ + by;
  settle();
  while (!calls_.empty() && calls_.begin()->first <= end) {
    const auto [due, call] = *calls_.begin();
    calls_.erase(calls_.begin());
    now_ = std::max(now_, due);
    (*call)();
    settle();
  }
  now_ = end;
}

std::unique_ptr<Timers::Handle> ManualTimers::after(duration delay, std::function<void()> then) {
  auto call = std::make_shared<std::function<void()>>(std::move(then));
  calls_.emplace(now_ + delay, call);
  return std::make_unique<CallHandle>(calls_, call);
}

Task<void> ManualTimers::sleep(duration delay) {
  const auto cancellation = co_await asio::this_coro::cancellation_state;
  if (cancellation.cancelled() != asio::cancellation_type::none) co_return;
  asio::steady_timer over(context_, asio::steady_timer::time_point::max());
  const auto handle = after(delay, [&over] { over.cancel(); });
  std::error_code ignored;  // the end of the delay, or cancelled
  co_await over.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

}  // namespace wiretape::io

// SPDX-License-Identifier: MIT
#include "io/happy_eyeballs.hpp"

#include <algorithm>
#include <asio/this_coro.hpp>
#include <deque>
#include <memory>

#include "io/tcp_stream.hpp"
#include "io/wait.hpp"

namespace wiretape::io {

namespace {

using asio::ip::tcp;

// Shared with the completion handlers, which come also after the race is over.
class Race : public std::enable_shared_from_this<Race> {
public:
  Race(const Executor& executor, Timers& timers, std::vector<tcp::endpoint> endpoints)
      : executor_(executor), changed_(executor), timers_(timers), endpoints_(std::move(endpoints)) {}

  void start(Timers::duration limit) {
    limit_ = timers_.after(limit, [this] { end(); });
    start_next();
  }

  [[nodiscard]] bool is_over() const { return is_over_; }
  Task<void> wait() { return changed_.wait(); }

  Raced finish() {
    end();
    Raced result;
    for (auto& attempt : attempts_) {
      std::error_code ignored;
      if (&attempt == winner_) {
        result.peer = attempt.to;
        result.socket = std::move(attempt.socket);
      } else {
        attempt.socket.close(ignored);
      }
      result.attempts.push_back({attempt.to, attempt.error});
    }
    return result;
  }

private:
  struct Attempt {
    tcp::endpoint to;
    tcp::socket socket;
    std::error_code error = {};
  };

  // Starts attempts until one is under way.
  void start_next() {
    while (attempts_.size() < endpoints_.size()) {
      auto& attempt = attempts_.emplace_back(Attempt{endpoints_[attempts_.size()], tcp::socket(executor_)});
      attempt.error = open_socket(attempt.socket, attempt.to.protocol());
      if (attempt.error) continue;
      ++under_way_;
      attempt.socket.async_connect(attempt.to, [self = shared_from_this(), &attempt](std::error_code error) {
        self->ended(attempt, error);
      });
      pause_ = timers_.after(connection_attempt_delay, [this] { start_next(); });
      return;
    }
    if (under_way_ == 0) end();
  }

  void ended(Attempt& attempt, std::error_code error) {
    if (is_over_) return;
    --under_way_;
    if (!error && is_self_connected(attempt.socket)) error = asio::error::connection_refused;
    attempt.error = error;
    if (error) return start_next();
    winner_ = &attempt;
    end();
  }

  void end() {
    is_over_ = true;
    limit_.reset();
    pause_.reset();
    changed_.notify();
  }

  Executor executor_;
  Event changed_;
  Timers& timers_;
  std::vector<tcp::endpoint> endpoints_;
  std::deque<Attempt> attempts_;  // which stay where they are
  std::size_t under_way_ = 0;
  const Attempt* winner_ = nullptr;
  bool is_over_ = false;
  std::unique_ptr<Timers::Handle> limit_, pause_;
};

}  // namespace

bool is_self_connected(const tcp::socket& socket) {
  std::error_code error;
  const auto local = socket.local_endpoint(error), remote = socket.remote_endpoint(error);
  return !error && local == remote;
}

std::vector<asio::ip::address> interleaved(const std::vector<asio::ip::address>& addresses) {
  std::deque<asio::ip::address> same, other;
  for (const auto& address : addresses) {
    (address.is_v4() == addresses.front().is_v4() ? same : other).push_back(address);
  }
  std::vector<asio::ip::address> result;
  while (!same.empty() || !other.empty()) {
    for (auto* family : {&same, &other}) {
      if (family->empty()) continue;
      result.push_back(family->front());
      family->pop_front();
    }
  }
  return result;
}

Task<Raced> connect_to_any(Executor executor, Timers& timers, std::vector<tcp::endpoint> endpoints,
                           Timers::duration limit) {
  const auto race = std::make_shared<Race>(executor, timers, std::move(endpoints));
  race->start(limit);
  while (!race->is_over()) {
    const auto cancellation = co_await asio::this_coro::cancellation_state;
    if (was_cancelled(cancellation)) break;
    co_await race->wait();
  }
  co_return race->finish();
}

}  // namespace wiretape::io

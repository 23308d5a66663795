// SPDX-License-Identifier: MIT
#include "io/scope.hpp"

#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/this_coro.hpp>
#include <cassert>
#include <set>

#include "io/wait.hpp"

namespace wiretape::io {

namespace {

struct Job {
  std::string name;
  asio::cancellation_signal signal;
};

bool is_cancellation(const std::exception_ptr& escaped) {
  try {
    std::rethrow_exception(escaped);
  } catch (const std::system_error& error) {
    return error.code() == asio::error::operation_aborted;
  } catch (...) {
    return false;
  }
}

// Cancelling must not throw inside of clean-up: the operations say it.
Task<void> run(Task<void> task) {
  co_await asio::this_coro::throw_if_cancelled(false);
  co_await std::move(task);
}

}  // namespace

// Shared with the jobs' completion handlers.
struct Scope::State {
  State(asio::any_io_executor executor_of_tasks, OnEscape escape)
      : executor(executor_of_tasks), on_escape(std::move(escape)), emptied(executor_of_tasks) {}

  void cancel() {
    is_cancelled = true;
    const auto all = jobs;  // a job may end, or spawn, while it hears the signal
    for (const auto& job : all) job->signal.emit(asio::cancellation_type::all);
  }

  void end(const std::shared_ptr<Job>& job, const std::exception_ptr& escaped) {
    jobs.erase(job);
    if (escaped && !(is_cancelled && is_cancellation(escaped))) on_escape(job->name, escaped);
    if (jobs.empty()) emptied.notify();
  }

  asio::any_io_executor executor;
  OnEscape on_escape;
  std::set<std::shared_ptr<Job>> jobs;
  bool is_cancelled = false;
  Event emptied;
};

Scope::Scope(asio::any_io_executor executor, OnEscape on_escape)
    : state_(std::make_shared<State>(std::move(executor), std::move(on_escape))) {}

Scope::~Scope() { assert(state_->jobs.empty() && "a Scope is drained before it goes"); }

void Scope::spawn(std::string name, Task<void> task) {
  if (state_->is_cancelled) return;
  auto job = std::make_shared<Job>(std::move(name));
  state_->jobs.insert(job);
  auto ended = [state = state_, job](const std::exception_ptr& escaped) { state->end(job, escaped); };
  asio::co_spawn(state_->executor, run(std::move(task)),
                 asio::bind_cancellation_slot(job->signal.slot(), std::move(ended)));
}

void Scope::cancel() { state_->cancel(); }

Task<void> Scope::drain() {
  const auto state = state_;
  const bool throws = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);
  while (!state->jobs.empty()) {
    const auto cancellation = co_await asio::this_coro::cancellation_state;
    if (was_cancelled(cancellation) && !state->is_cancelled) state->cancel();
    co_await state->emptied.wait();
  }
  co_await asio::this_coro::throw_if_cancelled(throws);
}

std::size_t Scope::size() const { return state_->jobs.size(); }

}  // namespace wiretape::io

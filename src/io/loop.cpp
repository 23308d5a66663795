// SPDX-License-Identifier: MIT
#include "io/loop.hpp"

#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <csignal>

namespace wiretape::io {

struct Loop::Impl {
  asio::io_context context{1};
  asio::executor_work_guard<asio::io_context::executor_type> guard{context.get_executor()};
};

Loop::Loop() : impl_(std::make_unique<Impl>()) {}
Loop::~Loop() = default;

Executor Loop::executor() { return impl_->context.get_executor(); }

void Loop::run() {
  sigset_t all;
  sigfillset(&all);
  for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP}) sigdelset(&all, fault);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
  impl_->context.run();
}

void Loop::finish() {
  post([this] { impl_->guard.reset(); });
}

void Loop::post(std::function<void()> what) { asio::post(impl_->context, std::move(what)); }

}  // namespace wiretape::io

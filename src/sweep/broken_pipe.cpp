// SPDX-License-Identifier: MIT
#include "sweep/broken_pipe.hpp"

#include <atomic>

namespace wiretape::sweep {

namespace {

std::atomic<bool> is_raised{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal's handler may write it");

}  // namespace

BrokenPipe::BrokenPipe() {
  is_raised = false;
  ::sigaction(SIGPIPE, nullptr, &before_);
  if (before_.sa_handler != SIG_DFL) return;
  struct sigaction noted {};
  noted.sa_handler = [](int) { is_raised = true; };
  noted.sa_flags = SA_RESTART;
  ::sigaction(SIGPIPE, &noted, nullptr);
}

BrokenPipe::~BrokenPipe() {
  if (before_.sa_handler == SIG_DFL) ::sigaction(SIGPIPE, &before_, nullptr);
}

bool BrokenPipe::was_raised() const { return is_raised; }

}  // namespace wiretape::sweep

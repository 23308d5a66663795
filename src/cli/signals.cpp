// SPDX-License-Identifier: MIT
#include "cli/signals.hpp"

#include <ctime>
#include <initializer_list>

namespace wiretape::cli {

namespace {

bool is_ignored(int number) {
  struct sigaction action {};
  return ::sigaction(number, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

}  // namespace

Signals::Signals(bool always_interrupts) {
  ::sigemptyset(&waited_for_);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    const bool is_interrupt = number != SIGHUP;
    if (always_interrupts && is_interrupt) ::signal(number, SIG_DFL);
    if (!is_ignored(number)) ::sigaddset(&waited_for_, number);
  }
  ::signal(SIGCHLD, SIG_DFL);  // where it is ignored, children vanish without a signal
  ::sigaddset(&waited_for_, SIGCHLD);
  auto blocked = waited_for_;
  ::sigaddset(&blocked, SIGPIPE);
  ::pthread_sigmask(SIG_BLOCK, &blocked, &before_);
}

Signals::~Signals() {
  auto all = waited_for_;
  ::sigaddset(&all, SIGPIPE);
  const timespec now{};
  while (::sigtimedwait(&all, nullptr, &now) > 0) {
  }
  ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

Signals::Signal Signals::wait() const {
  siginfo_t info{};
  int number = -1;
  while (number < 0) number = ::sigwaitinfo(&waited_for_, &info);  // EINTR: another signal's handler
#ifdef SI_KERNEL
  return {number, info.si_code == SI_KERNEL};
#else
  return {number, info.si_code > 0 && info.si_code != SI_USER};
#endif
}

}  // namespace wiretape::cli

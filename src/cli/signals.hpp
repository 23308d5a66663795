// SPDX-License-Identifier: MIT
// The signals that end the program, and the one that says that its child has ended, waited for in order.
#pragma once

#include <csignal>

namespace wiretape::cli {

// Made before any thread is started: threads inherit what is blocked. Writing to a closed pipe is an
// error while it lives, and no signal.
class Signals {
public:
  // Signals that were ignored when the program was started stay so (nohup), but `always_interrupts` waits
  // for SIGINT and SIGTERM all the same: a shell without job control ignores SIGINT for what it starts
  // with "&".
  explicit Signals(bool always_interrupts);
  ~Signals();  // drops what is pending, and restores what was blocked before
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  struct Signal {
    int number = 0;
    // Sent by the kernel to all the terminal's processes (Ctrl-C): a child has it already.
    bool is_from_terminal = false;
  };
  // SIGINT, SIGTERM, SIGHUP or SIGCHLD.
  [[nodiscard]] Signal wait() const;

  // What was blocked before, for children.
  [[nodiscard]] const sigset_t& before() const { return before_; }

private:
  sigset_t waited_for_, before_;
};

}  // namespace wiretape::cli

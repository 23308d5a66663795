// SPDX-License-Identifier: MIT
// SIGPIPE, which ends a program that writes to a broken connection and has not asked for anything else.
#pragma once

#include <csignal>

namespace wiretape::sweep {

// While it lives, a SIGPIPE that would end the process is noted instead. Where the program ignores it, or has
// a handler of its own, nothing is changed and nothing noted. One at a time.
class BrokenPipe {
public:
  BrokenPipe();
  ~BrokenPipe();
  BrokenPipe(const BrokenPipe&) = delete;
  BrokenPipe& operator=(const BrokenPipe&) = delete;

  [[nodiscard]] bool was_raised() const;

private:
  struct sigaction before_ {};
};

}  // namespace wiretape::sweep

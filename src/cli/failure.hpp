// SPDX-License-Identifier: MIT
// Why a command cannot go on, and what the program's exit code then is.
#pragma once

#include <stdexcept>
#include <string>

namespace wiretape::cli {

// Exit codes. A command's own codes are passed on beside them.
inline constexpr int succeeded = 0;
inline constexpr int failed = 1;        // a file, a port, a disk …
inline constexpr int misused = 2;       // the command line
inline constexpr int found_faults = 3;  // the COMMAND succeeded, but the deck found something
inline constexpr int cannot_execute = 126, not_found = 127;  // COMMAND, as in a shell

// what(): the cause in one line, then "\n  next: " and the remedy; control bytes escaped.
class Failure : public std::runtime_error {
public:
  Failure(const std::string& cause, const std::string& remedy, int exit_code = failed)
      : std::runtime_error(cause + "\n  next: " + remedy), exit_code_(exit_code) {}

  [[nodiscard]] int exit_code() const { return exit_code_; }

private:
  int exit_code_;
};

}  // namespace wiretape::cli

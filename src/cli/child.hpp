// SPDX-License-Identifier: MIT
// The COMMAND that runs behind a deck.
#pragma once

#include <sys/types.h>

#include <csignal>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wiretape::cli {

// The file that a shell would run for `name`: itself where it has a slash, else the first in `path`, the
// value of PATH. Throws Failure with a shell's exit codes: not_found, cannot_execute.
[[nodiscard]] std::string find_program(const std::string& name, std::string_view path);

// This process' environment with `changes` in it, as "NAME=value".
[[nodiscard]] std::vector<std::string> environment_with(
    const std::vector<std::pair<std::string, std::string>>& changes);

class Child {
public:
  // Starts `program` as command[0] in this process' group, so that a terminal is its own too. `mask`:
  // the signals that are blocked in it. Throws Failure.
  static Child start(const std::string& program, std::vector<std::string> command,
                     std::vector<std::string> environment, const sigset_t& mask);

  void send(int signal) const;
  // Its exit code, 128+N when signal N killed it, once it has ended; does not wait.
  [[nodiscard]] std::optional<int> exit_code() const;

private:
  explicit Child(::pid_t id) : id_(id) {}

  ::pid_t id_;
};

}  // namespace wiretape::cli

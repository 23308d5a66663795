// SPDX-License-Identifier: MIT
// Programs of the system: run to their end, or in the background for as long as a test needs them.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace wiretape::support {

struct ProgramOptions {
  std::vector<std::pair<std::string, std::string>> environment = {};  // beside this process's own
  std::string directory = {};                                         // where it runs; empty: here
  std::string input = {};                                             // its standard input
  std::chrono::seconds limit{60};                                     // then it is killed
};

struct ProgramResult {
  int exit_code = -1;  // 128 + n when signal n ended it, as a shell says
  std::string out, err;
};

// The whole path of a program: on PATH, else where Debian keeps servers. Empty: it is not there.
[[nodiscard]] std::string find_program(const std::string& name);

// command[0] is looked for by find_program(); throws std::runtime_error when it is not there.
ProgramResult run(const std::vector<std::string>& command, const ProgramOptions& options = {});

// A program that runs until this ends; then it is killed with all that it has started. It does not outlive
// the thread that made this.
class Background {
public:
  // `descriptors` become the program's 0, 3, 4 … in this order; its standard output and error go to
  // `log_file`. -1 for a descriptor of which it needs none.
  Background(const std::vector<std::string>& command, const std::vector<int>& descriptors,
             const std::string& log_file, const ProgramOptions& options = {});
  ~Background();
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;

private:
  ::pid_t pid_;
};

// Whether there is a python3 that has this module.
inline bool has_python_module(const std::string& name) {
  return !find_program("python3").empty() && run({"python3", "-c", "import " + name}).exit_code == 0;
}

}  // namespace wiretape::support

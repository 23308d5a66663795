// SPDX-License-Identifier: MIT
#include "cli/child.hpp"

#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/text.hpp"
#include "cli/failure.hpp"

extern char** environ;

namespace wiretape::cli {

namespace {

bool is_file(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && !S_ISDIR(status.st_mode);
}

Failure cannot_start(const std::string& program, int error) {
  return {escape_control(program) + ": cannot be executed: " + std::strerror(error),
          "see that it is a program, and that this user may run it", cannot_execute};
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  out.reserve(texts.size() + 1);
  for (auto& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

class Attributes {
public:
  explicit Attributes(const sigset_t& mask) {
    ::posix_spawnattr_init(&attributes_);
    ::posix_spawnattr_setsigmask(&attributes_, &mask);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK);
  }
  ~Attributes() { ::posix_spawnattr_destroy(&attributes_); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;

  [[nodiscard]] const posix_spawnattr_t* get() const { return &attributes_; }

private:
  posix_spawnattr_t attributes_{};
};

}  // namespace

std::string find_program(const std::string& name, std::string_view path) {
  const bool is_path = name.find('/') != std::string::npos;
  std::string refused;  // found, and no program
  for (const auto directory : is_path ? std::vector<std::string_view>{""} : split(path, ':')) {
    // An empty part of PATH is the working directory.
    auto file = is_path ? name : (directory.empty() ? "." : std::string(directory)) + "/" + name;
    if (!is_file(file)) continue;
    if (::access(file.c_str(), X_OK) == 0) return file;
    if (refused.empty()) refused = file;
  }
  if (!refused.empty()) throw cannot_start(refused, EACCES);
  throw Failure(escape_control(name) + ": there is no such command",
                is_path ? "look at its path" : "look at its name, or give its path", not_found);
}

std::vector<std::string> environment_with(const std::vector<std::pair<std::string, std::string>>& changes) {
  std::vector<std::string> out;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text(*variable);
    const auto name = text.substr(0, text.find('='));
    bool is_changed = false;
    for (const auto& change : changes) is_changed = is_changed || change.first == name;
    if (!is_changed) out.emplace_back(text);
  }
  for (const auto& [name, value] : changes) out.emplace_back(name).append("=").append(value);
  return out;
}

Child Child::start(const std::string& program, std::vector<std::string> command,
                   std::vector<std::string> environment, const sigset_t& mask) {
  const Attributes attributes(mask);
  const auto variables = pointers(environment);
  ::pid_t id = 0;
  int error = ::posix_spawn(&id, program.c_str(), nullptr, attributes.get(), pointers(command).data(),
                            variables.data());
  if (error == ENOEXEC) {
    // A script without "#!" is the shell's, as execvp has it.
    command[0] = program;
    command.insert(command.begin(), "sh");
    error =
        ::posix_spawn(&id, "/bin/sh", nullptr, attributes.get(), pointers(command).data(), variables.data());
  }
  if (error != 0) throw cannot_start(program, error);
  return Child(id);
}

void Child::send(int signal) const { ::kill(id_, signal); }

std::optional<int> Child::exit_code() const {
  int status = 0;
  if (::waitpid(id_, &status, WNOHANG) != id_) return std::nullopt;
  if (WIFEXITED(status)) return WEXITSTATUS(status);
  if (WIFSIGNALED(status)) return 128 + WTERMSIG(status);
  return std::nullopt;
}

}  // namespace wiretape::cli

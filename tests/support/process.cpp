// SPDX-License-Identifier: MIT
#include "support/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <system_error>

#include "support/descriptor.hpp"

extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace wiretape::support {

namespace {

using Clock = std::chrono::steady_clock;

// argv or envp: pointers into strings that live as long.
class PointerList {
public:
  explicit PointerList(std::vector<std::string> texts) : texts_(std::move(texts)) {
    for (auto& text : texts_) pointers_.push_back(text.data());
    pointers_.push_back(nullptr);
  }
  [[nodiscard]] char* const* data() const { return pointers_.data(); }

private:
  std::vector<std::string> texts_;
  std::vector<char*> pointers_;
};

std::vector<std::string> environment_of(const ProgramOptions& options) {
  std::map<std::string, std::string> variables;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string text = *variable;
    const auto equals = text.find('=');
    if (equals != std::string::npos) variables[text.substr(0, equals)] = text.substr(equals + 1);
  }
  // A person's own configuration has no say, and nobody needs to ask the system for it.
  variables["HOME"] = "/nonexistent";
  for (const auto* name : {"CURL_HOME", "XDG_CONFIG_HOME", "WGETRC"}) variables.erase(name);
  for (const auto& [name, value] : options.environment) variables[name] = value;
  std::vector<std::string> out;
  for (const auto& [name, value] : variables) out.push_back(name + '=' + value);
  return out;
}

// Starts the program with wanted[i] as its descriptor i; -1: none. Between fork and exec only what is safe
// there while other threads run.
::pid_t start(std::vector<std::string> command, const std::vector<int>& wanted,
              const ProgramOptions& options) {
  const auto program = find_program(command.at(0));
  if (program.empty()) throw std::runtime_error("there is no program " + command[0]);
  const PointerList arguments(std::move(command));
  const PointerList environment(environment_of(options));
  // Copies beyond the wanted numbers, so that no dup2 below hits one that is still to be moved.
  std::vector<Descriptor> moved;
  for (const int fd : wanted) {
    moved.emplace_back(fd < 0 ? -1 : ::fcntl(fd, F_DUPFD_CLOEXEC, 64));
  }
  const auto pid = ::fork();
  if (pid < 0) throw std::system_error(errno, std::system_category(), "fork");
  if (pid > 0) {
    ::setpgid(pid, pid);  // the child does it too: whoever comes first
    return pid;
  }
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  ::signal(SIGPIPE, SIG_DFL);
  for (std::size_t i = 0; i < moved.size(); ++i) {
    if (moved[i].get() >= 0) ::dup2(moved[i].get(), static_cast<int>(i));
  }
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  if (options.directory.empty() || ::chdir(options.directory.c_str()) == 0) {
    ::execve(program.c_str(), arguments.data(), environment.data());
  }
  ::_exit(127);
}

// Sockets and not pipes: a write to one can be kept from raising SIGPIPE.
std::pair<Descriptor, Descriptor> make_pair() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    throw std::system_error(errno, std::system_category(), "socketpair");
  }
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

int wait_for_end(::pid_t pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

// One end of a running program's input or output. `bytes` is what is to be written, or what was read.
struct Flow {
  Descriptor end;
  std::string bytes = {};
  std::size_t written = 0;

  void read_once() {
    std::array<char, 65536> piece{};
    const auto count = ::read(end.get(), piece.data(), piece.size());
    if (count > 0) bytes.append(piece.data(), static_cast<std::size_t>(count));
    if (count == 0 || (count < 0 && errno != EINTR)) end.close();
  }
  void write_once() {
    const auto left = std::string_view(bytes).substr(written);
    const auto count = ::send(end.get(), left.data(), left.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count > 0) written += static_cast<std::size_t>(count);
    if (written == bytes.size() || (count < 0 && errno != EAGAIN && errno != EINTR)) end.close();
  }
};

// Moves bytes until out and err have ended. False: the limit passed first.
bool exchange(Flow& in, Flow& out, Flow& err, Clock::time_point until) {
  while (out.end.get() >= 0 || err.end.get() >= 0) {
    std::array<pollfd, 3> waited{
        {{in.end.get(), POLLOUT, 0}, {out.end.get(), POLLIN, 0}, {err.end.get(), POLLIN, 0}}};
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
    if (left <= 0) return false;
    ::poll(waited.data(), waited.size(), static_cast<int>(left));
    if (waited[0].revents != 0) in.write_once();
    if (waited[1].revents != 0) out.read_once();
    if (waited[2].revents != 0) err.read_once();
  }
  return true;
}

}  // namespace

std::string find_program(const std::string& name) {
  if (name.find('/') != std::string::npos) return ::access(name.c_str(), X_OK) == 0 ? name : "";
  const char* path = std::getenv("PATH");
  std::string places = std::string(path != nullptr ? path : "") + ":/usr/sbin:/sbin:/usr/bin:/bin";
  // A version manager's stand-in costs each start a fifth of a second.
  if (name.starts_with("python")) places = "/usr/bin:" + places;
  for (std::size_t at = 0; at < places.size();) {
    const auto end = std::min(places.find(':', at), places.size());
    const auto candidate = places.substr(at, end - at) + '/' + name;
    if (end > at && ::access(candidate.c_str(), X_OK) == 0) return candidate;
    at = end + 1;
  }
  return {};
}

ProgramResult run(const std::vector<std::string>& command, const ProgramOptions& options) {
  auto [in_theirs, in_ours] = make_pair();
  auto [out_ours, out_theirs] = make_pair();
  auto [err_ours, err_theirs] = make_pair();
  const auto pid = start(command, {in_theirs.get(), out_theirs.get(), err_theirs.get()}, options);
  in_theirs.close(), out_theirs.close(), err_theirs.close();

  Flow in{std::move(in_ours), options.input}, out{std::move(out_ours)}, err{std::move(err_ours)};
  if (options.input.empty()) in.end.close();
  const bool has_ended = exchange(in, out, err, Clock::now() + options.limit);
  if (!has_ended) {
    ::kill(-pid, SIGKILL);
    err.bytes +=
        "\n(killed: " + command[0] + " took longer than " + std::to_string(options.limit.count()) + " s)";
  }
  return {wait_for_end(pid), std::move(out.bytes), std::move(err.bytes)};
}

Background::Background(const std::vector<std::string>& command, const std::vector<int>& descriptors,
                       const std::string& log_file, const ProgramOptions& options) {
  const Descriptor log(::open(log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  std::vector<int> wanted{-1, log.get(), log.get()};
  if (!descriptors.empty()) {
    wanted[0] = descriptors[0];
    wanted.insert(wanted.end(), descriptors.begin() + 1, descriptors.end());
  }
  pid_ = start(command, wanted, options);
}

Background::~Background() {
  ::kill(-pid_, SIGKILL);
  wait_for_end(pid_);
}

}  // namespace wiretape::support

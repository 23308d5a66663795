// SPDX-License-Identifier: MIT
#include "sweep/stack.hpp"

#if __has_include(<execinfo.h>)
#include <cxxabi.h>
#include <dlfcn.h>
#include <execinfo.h>
#include <semaphore.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <mutex>
#include <set>
#include <utility>
#include <vector>

#include "base/text.hpp"

namespace wiretape::sweep {

namespace {

constexpr int most_frames = 64;
constexpr int own_frames = 2;  // the handler's, and the kernel's way into it

// What the handler writes; one stack is taken at a time.
struct Taken {
  std::array<void*, most_frames> frames{};
  int count = 0;
  sem_t is_done{};
};
Taken* taken = nullptr;

void take_stack(int) {
  const int error = errno;
  taken->count = ::backtrace(taken->frames.data(), most_frames);
  ::sem_post(&taken->is_done);
  errno = error;
}

struct Frame {
  std::string module;  // a file
  std::uintmax_t offset = 0;
  std::string name;  // "poll"; empty where the module does not say
};

Frame frame_of(void* address) {
  Dl_info info{};
  if (::dladdr(address, &info) == 0) return {"?", 0, "?"};
  Frame frame;
  frame.module = info.dli_fname;
  // The call lies before the place that it returns to.
  frame.offset =
      static_cast<std::uintmax_t>(static_cast<char*>(address) - static_cast<char*>(info.dli_fbase)) - 1;
  if (info.dli_sname == nullptr) return frame;
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> plain(
      abi::__cxa_demangle(info.dli_sname, nullptr, nullptr, &status), &std::free);
  frame.name = plain ? plain.get() : info.dli_sname;
  return frame;
}

std::string hex(std::uintmax_t number) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "0x%jx", number);
  return text.data();
}

// A program's own functions are in no table that dladdr() reads, but binutils' addr2line knows them, with
// file and line. Where it is not there, the names stay empty.
void name_by_addr2line(std::vector<Frame>& frames, const std::string& module) {
  std::string command = "addr2line -Cfpe " + shell_quoted(module);
  for (const auto& frame : frames) {
    if (frame.module == module && frame.name.empty()) command += ' ' + hex(frame.offset);
  }
  const std::unique_ptr<FILE, int (*)(FILE*)> out(::popen((command + " 2>/dev/null").c_str(), "r"),
                                                  &::pclose);
  if (!out) return;
  std::array<char, 4096> line{};
  for (auto& frame : frames) {
    if (frame.module != module || !frame.name.empty()) continue;
    if (std::fgets(line.data(), line.size(), out.get()) == nullptr) return;
    frame.name = line.data();
    while (frame.name.ends_with('\n')) frame.name.pop_back();
    if (frame.name.starts_with("??")) frame.name.clear();
  }
}

bool is_in_between(const std::string& name) {
  for (const auto* part : {"std::__invoke", "std::enable_if", "std::_Function_handler", "std::function<"}) {
    if (name.find(part) != std::string::npos) return true;
  }
  return false;
}

// What the compiler makes of a name may be longer than a screen; where it is stands behind it.
std::string shortened(const std::string& name) {
  constexpr std::size_t longest = 120;
  const auto place = std::min(name.rfind(" at "), name.size());
  if (place <= longest) return name;
  return name.substr(0, longest) + "…" + name.substr(place);
}

// "poll", "WeatherClient::today(...) at weather_client.hpp:31", or what a debugger needs: "sweep+0x1234".
std::string lines_of(std::vector<Frame> frames) {
  std::set<std::string> modules;
  for (const auto& frame : frames) {
    if (frame.name.empty()) modules.insert(frame.module);
  }
  for (const auto& module : modules) name_by_addr2line(frames, module);
  std::string text;
  for (const auto& frame : frames) {
    if (is_in_between(frame.name)) continue;
    text +=
        "    " + (frame.name.empty() ? frame.module + '+' + hex(frame.offset) : shortened(frame.name)) + '\n';
    const bool is_the_test = frame.name.find("::TestBody()") != std::string::npos &&
                             frame.name.find("{lambda") == std::string::npos;
    if (is_the_test || frame.name == "main" || frame.name.starts_with("main at ")) break;
  }
  return text;
}

bool wait_for(sem_t& done) {
  timespec until{};
  ::clock_gettime(CLOCK_REALTIME, &until);
  ++until.tv_sec;
  while (::sem_timedwait(&done, &until) != 0) {
    if (errno != EINTR) return false;
  }
  return true;
}

}  // namespace

std::string stack_of(pthread_t thread) {
  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  // A handler that comes too late still finds it.
  static Taken kept;
  static const bool is_ready = [] {
    std::array<void*, 1> any{};
    ::backtrace(any.data(), 1);  // loads what it needs, which a handler must not
    return ::sem_init(&kept.is_done, 0, 0) == 0;
  }();
  if (!is_ready) return {};
  taken = &kept;
  kept.count = 0;
  struct sigaction ours {
  }, before{};
  ours.sa_handler = take_stack;
  ours.sa_flags = SA_RESTART;
  ::sigaction(SIGURG, &ours, &before);
  const bool is_there = ::pthread_kill(thread, SIGURG) == 0 && wait_for(kept.is_done);
  ::sigaction(SIGURG, &before, nullptr);
  std::vector<Frame> frames;
  for (int i = own_frames; is_there && i < kept.count; ++i)
    frames.push_back(frame_of(kept.frames[static_cast<std::size_t>(i)]));
  return lines_of(std::move(frames));
}

}  // namespace wiretape::sweep

#else

namespace wiretape::sweep {
std::string stack_of(pthread_t) { return {}; }
}  // namespace wiretape::sweep

#endif

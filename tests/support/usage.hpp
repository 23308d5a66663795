// SPDX-License-Identifier: MIT
// What this process holds: descriptors, threads, memory.
#pragma once

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <thread>

namespace wiretape::support {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool is_sanitized = true;  // which keeps freed memory, and is slow
#else
inline constexpr bool is_sanitized = false;
#endif

// "7 -> socket:[1234]" for each.
inline std::set<std::string> open_descriptors() {
  namespace fs = std::filesystem;
  std::set<std::string> out;
  for (const auto& entry : fs::directory_iterator("/proc/self/fd")) {
    std::error_code error;
    const auto target = fs::read_symlink(entry.path(), error).string();
    // The directory that is being read is one too.
    if (!target.empty() && target.find("/proc/") != 0)
      out.insert(entry.path().filename().string() + " -> " + target);
  }
  return out;
}

// ThreadSanitizer starts a thread of its own beside the first of ours: it must not come in between.
inline void let_sanitizer_begin() {
#ifdef __SANITIZE_THREAD__
  pid_t id = 0;
  std::thread([&] { id = ::gettid(); }).join();
  while (std::filesystem::exists("/proc/self/task/" + std::to_string(id))) std::this_thread::yield();
#endif
}

inline std::size_t count_threads() {
  static const bool has_begun = (let_sanitizer_begin(), true);
  static_cast<void>(has_begun);
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/task")) ++count;
  return count;
}

// A thread that was joined may stand in /proc for another moment.
inline void expect_threads(std::size_t count) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  while (count_threads() != count && std::chrono::steady_clock::now() < until) std::this_thread::yield();
  EXPECT_EQ(count_threads(), count);
}

// What stopping a deck may take at most, whatever its clients do; other tests run at the same time.
inline constexpr std::chrono::seconds soon{is_sanitized ? 5 : 1};

template <class What>
std::chrono::steady_clock::duration time_of(What what) {
  const auto begun = std::chrono::steady_clock::now();
  what();
  return std::chrono::steady_clock::now() - begun;
}

inline std::size_t resident_kib() {
  std::ifstream in("/proc/self/status");
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("VmRSS:")) return std::stoul(line.substr(6));
  }
  return 0;
}

// False: the system does not let this process have so many.
inline bool allow_descriptors(std::size_t count) {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur >= count) return true;
  limit.rlim_cur = count;
  if (limit.rlim_max < count) limit.rlim_max = count;  // root may
  return ::setrlimit(RLIMIT_NOFILE, &limit) == 0;
}

}  // namespace wiretape::support

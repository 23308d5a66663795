// SPDX-License-Identifier: MIT
// What this process holds: descriptors, threads, memory.
#pragma once

#include <sys/resource.h>

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <set>
#include <string>

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

inline std::size_t count_threads() {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/task")) ++count;
  return count;
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

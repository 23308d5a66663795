// SPDX-License-Identifier: MIT
// Small files that are no cassettes. All throw Failure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace wiretape::cli {

// The whole file; nothing when there is none.
[[nodiscard]] std::optional<std::string> read_file(const std::string& path);

// Puts a whole file in place: a reader sees the old one or the new one. `mode`: its rights, less the
// umask. What is there and is no regular file (a pipe, /dev/stdout) is written into.
void write_file(const std::string& path, std::string_view text, ::mode_t mode = 0666);

// The failed attempt in one line: "FILE: cannot be written: Permission denied", and what to do.
[[noreturn]] void fail_on_file(const std::string& path, std::string_view attempt, int error);

// Holds a directory against other processes that do the same, until it is destroyed.
class DirectoryLock {
public:
  explicit DirectoryLock(const std::string& directory);
  ~DirectoryLock();
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;

private:
  int descriptor_;
};

}  // namespace wiretape::cli

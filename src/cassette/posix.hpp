// SPDX-License-Identifier: MIT
// What the files of a cassette need of POSIX. Trouble is thrown as a CassetteError with its remedy.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "cassette/file.hpp"

namespace wiretape::cassette {

class Descriptor {
public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  ~Descriptor() { close_now(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] int release() { return std::exchange(fd_, -1); }
  void reset(int fd) {
    close_now();
    fd_ = fd;
  }

private:
  void close_now() const;
  int fd_;
};

// Throws the CassetteError for that errno.
[[noreturn]] void fail(const Place& place, std::string_view attempt, int error);

[[nodiscard]] std::string directory_of(const std::string& path);
[[nodiscard]] std::string name_of(const std::string& path);
// ".name.0123456789abcdef.tmp"
[[nodiscard]] std::string unpredictable_name(const std::string& name);

// The directory of `place`, made where it is missing. Later steps go through the descriptor, so that they
// stay in this directory whatever is renamed.
[[nodiscard]] int open_directory(const Place& place);
// To read; -1 where there is no file. Symbolic links are not followed.
[[nodiscard]] int open_regular(const Place& place);
// False with errno set.
[[nodiscard]] bool write_all(int fd, std::string_view text);

}  // namespace wiretape::cassette

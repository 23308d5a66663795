// SPDX-License-Identifier: MIT
#include "cli/files.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <random>
#include <utility>

#include "base/text.hpp"
#include "cassette/posix.hpp"
#include "cli/failure.hpp"

namespace wiretape::cli {

namespace {

class Descriptor {
public:
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  [[nodiscard]] int get() const { return value_; }
  int close() { return value_ < 0 ? 0 : ::close(std::exchange(value_, -1)); }

private:
  int value_;
};

bool is_other_than_regular(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode);
}

void write_into(const std::string& path, std::string_view text) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (file.get() < 0) fail_on_file(path, "cannot be opened", errno);
  if (!cassette::write_all(file.get(), text) || file.close() != 0)
    fail_on_file(path, "cannot be written", errno);
}

}  // namespace

void fail_on_file(const std::string& path, std::string_view attempt, int error) {
  const bool is_forbidden = error == EACCES || error == EPERM || error == EROFS;
  throw Failure(escape_control(path) + ": " + std::string(attempt) + ": " + std::strerror(error),
                is_forbidden ? "name a place where this user may write, or change its rights"
                             : "look at the path: each part but the last must be a directory");
}

std::optional<std::string> read_file(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0 && errno == ENOENT) return std::nullopt;
  if (file.get() < 0) fail_on_file(path, "cannot be opened", errno);
  std::string text;
  char buffer[4096];
  while (true) {
    const auto got = ::read(file.get(), buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail_on_file(path, "cannot be read", errno);
    if (got == 0) return text;
    text.append(buffer, static_cast<std::size_t>(got));
  }
}

void write_file(const std::string& path, std::string_view text, ::mode_t mode) {
  if (is_other_than_regular(path)) return write_into(path, text);
  const auto temporary = path + "." + std::to_string(std::random_device()()) + ".tmp";
  Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode));
  if (file.get() < 0) fail_on_file(path, "cannot be written", errno);
  const bool is_written =
      cassette::write_all(file.get(), text) && ::fsync(file.get()) == 0 && file.close() == 0;
  if (!is_written || ::rename(temporary.c_str(), path.c_str()) != 0) {
    const int error = errno;
    ::unlink(temporary.c_str());
    fail_on_file(path, "cannot be written", error);
  }
}

DirectoryLock::DirectoryLock(const std::string& directory)
    : descriptor_(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  if (descriptor_ < 0) fail_on_file(directory, "cannot be opened", errno);
  while (::flock(descriptor_, LOCK_EX) != 0) {
    if (errno == EINTR) continue;
    const int error = errno;
    ::close(descriptor_);
    fail_on_file(directory, "cannot be locked", error);
  }
}

DirectoryLock::~DirectoryLock() { ::close(descriptor_); }

}  // namespace wiretape::cli

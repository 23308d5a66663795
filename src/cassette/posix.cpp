// SPDX-License-Identifier: MIT
#include "cassette/posix.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <random>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <wiretape/cassette.hpp>

namespace wiretape::cassette {

namespace {

std::string remedy(int error) {
  switch (error) {
    case EACCES:
    case EPERM:
      return "give this process the right to do so, or choose another cassette directory";
    case EROFS:
      return "choose a cassette directory that can be written, or mode none";
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return "make room, and record again";
    case ELOOP:
      return "replace the symbolic link by the file itself";
    default:
      return "look at the path: each part but the last must be a directory, the last a file";
  }
}

}  // namespace

void Descriptor::close_now() const {
  if (fd_ >= 0) ::close(fd_);
}

void fail(const Place& place, std::string_view attempt, int error) {
  throw CassetteError(place.shown, 0, std::string(attempt) + ": " + std::strerror(error), remedy(error));
}

std::string directory_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash + 1);
}

std::string name_of(const std::string& path) { return path.substr(path.rfind('/') + 1); }

int open_directory(const Place& place) {
  std::error_code error;
  const auto directory = directory_of(place.path);
  std::filesystem::create_directories(directory, error);
  if (error) fail(place, "its directory cannot be made", error.value());
  const int fd = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) fail(place, "its directory cannot be opened", errno);
  return fd;
}

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

std::string unpredictable_name(const std::string& name) {
  std::random_device random;
  char suffix[32];
  std::snprintf(suffix, sizeof suffix, ".%08x%08x.tmp", random(), random());
  return "." + name.substr(0, 200) + suffix;  // a name has 255 bytes at most
}

int open_regular(const Place& place) {
  // O_NONBLOCK: a pipe in the place of a file must not make the test hang.
  Descriptor file(::open(place.path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (file.get() < 0 && errno == ENOENT) return -1;
  if (file.get() < 0) fail(place, "cannot be opened", errno);
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) fail(place, "cannot be read", errno);
  if (S_ISDIR(status.st_mode)) fail(place, "cannot be read", EISDIR);
  if (!S_ISREG(status.st_mode)) {
    throw CassetteError(place.shown, 0, "is not a regular file", "name another file");
  }
  return file.release();
}

}  // namespace wiretape::cassette

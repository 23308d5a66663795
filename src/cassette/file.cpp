// SPDX-License-Identifier: MIT
#include "cassette/file.hpp"

#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <wiretape/cassette.hpp>

#include "cassette/posix.hpp"

namespace wiretape::cassette {

namespace {

// Far beyond what a test records, and still within memory.
constexpr ::off_t largest_file = ::off_t{2} * 1024 * 1024 * 1024;

std::string read_all(int fd, const Place& place) {
  std::string text;
  struct stat status {};
  if (::fstat(fd, &status) == 0 && status.st_size > 0)
    text.reserve(static_cast<std::size_t>(status.st_size) + 1);
  for (std::size_t used = 0;;) {
    text.resize(std::max(text.capacity(), used + 4096));
    const auto got = ::read(fd, text.data() + used, text.size() - used);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(place, "cannot be read", errno);
    used += static_cast<std::size_t>(got);
    if (got == 0) {
      text.resize(used);
      return text;
    }
  }
}

// Onto the disk, under its final name, with the rights of the file it replaces.
void put_in_place(int directory, int fd, const std::string& temporary, const Place& place) {
  const auto name = name_of(place.path);
  struct stat old {};
  if (::fstatat(directory, name.c_str(), &old, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(old.st_mode)) {
    ::fchmod(fd, old.st_mode & 0777);
  }
  if (::fsync(fd) != 0) fail(place, "cannot be written to the disk", errno);
  if (::renameat(directory, temporary.c_str(), directory, name.c_str()) != 0) {
    fail(place, "cannot be put in place", errno);
  }
  ::fsync(directory);  // some file systems cannot; the file itself is whole either way
}

}  // namespace

bool file_exists(const std::string& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0;
}

std::optional<std::string> read_file(const Place& place) {
  const Descriptor file(open_regular(place));
  if (file.get() < 0) return std::nullopt;
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) fail(place, "cannot be read", errno);
  if (status.st_size > largest_file) {
    throw CassetteError(place.shown, 0, "is larger than 2 GiB",
                        "spread what it holds over several cassettes");
  }
  return read_all(file.get(), place);
}

void replace_file(const Place& place, std::string_view text) {
  replace_file(place, [=](const Append& append) { append(text); });
}

void replace_file(const Place& place, const std::function<void(const Append&)>& write) {
  const Descriptor directory(open_directory(place));
  const auto temporary = unpredictable_name(name_of(place.path));
  const Descriptor file(::openat(directory.get(), temporary.c_str(),
                                 O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
  if (file.get() < 0) fail(place, "a file beside it cannot be made", errno);
  try {
    write([&](std::string_view text) {
      if (!write_all(file.get(), text)) fail(place, "cannot be written", errno);
    });
    put_in_place(directory.get(), file.get(), temporary, place);
  } catch (...) {
    ::unlinkat(directory.get(), temporary.c_str(), 0);
    throw;
  }
}

struct PartFile::Impl {
  explicit Impl(const Place& whole_)
      : whole(whole_),
        name(name_of(whole.path) + ".part"),
        directory(open_directory(whole)),
        owner(::getpid()) {}

  // Whether the locked file still has the name: another recording may have put it in place or
  // removed it between our open and our lock.
  [[nodiscard]] bool is_current() const {
    struct stat held {
    }, named{};
    return ::fstat(file.get(), &held) == 0 &&
           ::fstatat(directory.get(), name.c_str(), &named, AT_SYMLINK_NOFOLLOW) == 0 &&
           held.st_ino == named.st_ino && held.st_dev == named.st_dev;
  }

  void lock() {
    do {
      file.reset(::openat(directory.get(), name.c_str(),
                          O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0666));
      if (file.get() < 0) fail(whole, "its part file cannot be made", errno);
      if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) give_up_lock(errno);
        throw CassetteError(whole.shown, 0, "is being recorded by another process or deck",
                            "let one at a time record it, or give each a cassette of its own");
      }
    } while (!is_current());
  }

  // Where there are no locks, an empty part file is ours, and of no use.
  [[noreturn]] void give_up_lock(int error) const {
    struct stat status {};
    if (::fstat(file.get(), &status) == 0 && status.st_size == 0)
      ::unlinkat(directory.get(), name.c_str(), 0);
    fail(whole, "its part file cannot be locked", error);
  }

  Place whole;
  std::string name;  // in the directory
  Descriptor directory, file;
  ::pid_t owner;
  ::off_t size = 0;
  bool is_in_place = false;
};

PartFile::PartFile(const Place& whole) : impl_(std::make_unique<Impl>(whole)) { impl_->lock(); }

PartFile::~PartFile() {
  if (!impl_->is_in_place && !is_forked()) ::unlinkat(impl_->directory.get(), impl_->name.c_str(), 0);
}

std::string PartFile::text() const {
  ::lseek(impl_->file.get(), 0, SEEK_SET);
  return read_all(impl_->file.get(), impl_->whole);  // ends where the next append goes
}

void PartFile::clear() {
  if (::ftruncate(impl_->file.get(), 0) != 0 || ::lseek(impl_->file.get(), 0, SEEK_SET) != 0) {
    fail(impl_->whole, "its part file cannot be emptied", errno);
  }
  impl_->size = 0;
}

void PartFile::append(std::string_view text) {
  if (is_forked()) return;
  if (!write_all(impl_->file.get(), text)) {
    const int error = errno;
    if (::ftruncate(impl_->file.get(), impl_->size) == 0) ::lseek(impl_->file.get(), impl_->size, SEEK_SET);
    fail(impl_->whole, "cannot be written", error);
  }
  impl_->size += static_cast<::off_t>(text.size());
}

void PartFile::put_in_place() {
  if (is_forked()) return;
  cassette::put_in_place(impl_->directory.get(), impl_->file.get(), impl_->name, impl_->whole);
  impl_->is_in_place = true;
}

bool PartFile::is_forked() const { return ::getpid() != impl_->owner; }

}  // namespace wiretape::cassette

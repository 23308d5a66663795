// SPDX-License-Identifier: MIT
#include "io/certificate_file.hpp"

#include <fcntl.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

#include "io/certificate_lock.hpp"
#include "io/openssl.hpp"

namespace wiretape::io {

namespace {

// Nobody can lie in wait for the name, and no two processes choose the same.
std::string random_file_name() {
  std::array<unsigned char, 8> random{};
  if (RAND_bytes(random.data(), random.size()) != 1) throw std::runtime_error(take_openssl_error());
  std::string name = "wiretape-ca-";
  for (const unsigned char byte : random) {
    name += "0123456789abcdef"[byte >> 4];
    name += "0123456789abcdef"[byte & 15];
  }
  return name + ".pem";
}

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno != EINTR) return false;
    if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

std::vector<std::string> temporary_directories() {
  const char* chosen = std::getenv("TMPDIR");
  const std::unique_ptr<char, Release<std::free>> absolute(chosen ? ::realpath(chosen, nullptr) : nullptr);
  if (!absolute) return {"/tmp"};
  return {absolute.get(), "/tmp"};
}

CertificateFile::CertificateFile(std::string pem, std::vector<std::string> directories)
    : pem_(std::move(pem)), directories_(std::move(directories)) {}

CertificateFile::~CertificateFile() { remove(); }

std::string CertificateFile::path() {
  const auto lock = lock_certificates();
  if (is_there()) return path_;
  if (!path_.empty() && make(path_)) return path_;
  for (const auto& directory : directories_) {
    if (make(directory + "/" + random_file_name())) return path_;
  }
  throw std::system_error(errno, std::generic_category(),
                          "cannot make the certificate authority's file in " + directories_.back() +
                              " (set TMPDIR to a directory that can be written to)");
}

void CertificateFile::remove() noexcept {
  const auto lock = lock_certificates();
  if (maker_ == ::getpid() && is_there()) ::unlink(path_.c_str());
  maker_ = 0;
}

// The very file that was made: whoever may write to the directory could put another in its place, with an
// authority of his own.
bool CertificateFile::is_there() const {
  struct stat found {};
  return !path_.empty() && ::lstat(path_.c_str(), &found) == 0 && S_ISREG(found.st_mode) &&
         found.st_dev == device_ && found.st_ino == inode_ && found.st_uid == ::geteuid() &&
         found.st_size == static_cast<off_t>(pem_.size());
}

bool CertificateFile::make(const std::string& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
  if (file < 0) return false;
  struct stat made {};
  const bool is_whole = write_all(file, pem_) && ::fstat(file, &made) == 0;
  const int error = errno;
  ::close(file);
  if (!is_whole) ::unlink(path.c_str());
  errno = error;
  if (!is_whole) return false;
  path_ = path;
  maker_ = ::getpid();
  device_ = made.st_dev;
  inode_ = made.st_ino;
  return true;
}

}  // namespace wiretape::io

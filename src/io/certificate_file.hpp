// SPDX-License-Identifier: MIT
// A certificate's file, for clients that read their roots from one.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace wiretape::io {

// $TMPDIR, if it is a directory, then /tmp.
[[nodiscard]] std::vector<std::string> temporary_directories();

// Thread-safe, and safe over fork(): a child goes on with its parent's file and never removes it.
class CertificateFile {
public:
  // Makes nothing yet. The file will lie in the first of `directories` (absolute paths) where it can be made.
  CertificateFile(std::string pem, std::vector<std::string> directories);
  ~CertificateFile();  // remove()
  CertificateFile(const CertificateFile&) = delete;
  CertificateFile& operator=(const CertificateFile&) = delete;

  // The file's path. Makes the file when it is not there or no longer the one that was made: under the old
  // name when that is free, because clients may hold it. Throws std::system_error.
  [[nodiscard]] std::string path();
  // Removes the file if this process made it.
  void remove() noexcept;

private:
  [[nodiscard]] bool is_there() const;
  [[nodiscard]] bool make(const std::string& path);

  std::string pem_;
  std::vector<std::string> directories_;
  std::string path_;
  pid_t maker_ = 0;
  dev_t device_ = 0;
  ino_t inode_ = 0;
};

}  // namespace wiretape::io

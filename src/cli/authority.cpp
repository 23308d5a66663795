// SPDX-License-Identifier: MIT
#include "cli/authority.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <filesystem>

#include "base/text.hpp"
#include "cli/failure.hpp"
#include "cli/files.hpp"

namespace wiretape::cli {

namespace {

// As long as mkcert's and mitmproxy's: telling every client to trust another one is a day's work.
constexpr int days_of_validity = 3650;

constexpr std::string_view end_of_certificate = "-----END CERTIFICATE-----\n";

// Missing directories are made for this user alone, as the XDG base directory specification has it.
void make_directories(const std::string& directory) {
  const std::filesystem::path path(directory);
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return;
  if (path.has_parent_path() && path.parent_path() != path) make_directories(path.parent_path().string());
  if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST) {
    fail_on_file(directory, "cannot be made", errno);
  }
}

std::string renewal() { return "wiretape ca --renew  makes a new one, which clients then have to trust"; }

void refuse_if_others_can_read(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0 && (status.st_mode & 077) != 0) {
    throw Failure(escape_control(path) + ": other users can read or change this private key",
                  "if nobody did:  chmod 600 " + escape_control(path) + "\n        else:  " + renewal());
  }
}

LastingAuthority::Pem checked(LastingAuthority::Pem pem, const std::string& path) {
  try {
    const io::CertificateAuthority authority(pem.certificate, pem.key);
  } catch (const std::runtime_error& error) {
    throw Failure(escape_control(path) + ": " + escape_control(error.what()), renewal());
  }
  return pem;
}

}  // namespace

std::optional<LastingAuthority> LastingAuthority::of_user(const deck::Lookup& environment) {
  // A relative path there is to be ignored (XDG base directory specification).
  const auto config = environment("XDG_CONFIG_HOME");
  if (config && config->starts_with('/')) return LastingAuthority(*config + "/wiretape");
  const auto home = environment("HOME");
  if (home && !home->empty()) return LastingAuthority(*home + "/.config/wiretape");
  return std::nullopt;
}

std::optional<LastingAuthority::Pem> LastingAuthority::read() const {
  const auto text = read_file(path());
  if (!text) return std::nullopt;
  refuse_if_others_can_read(path());
  const auto end = text->find(end_of_certificate);
  const auto cut = end == std::string::npos ? text->size() : end + end_of_certificate.size();
  return checked({text->substr(0, cut), text->substr(cut)}, path());
}

LastingAuthority::Pem LastingAuthority::make(bool renews) const {
  make_directories(directory_);
  const DirectoryLock lock(directory_);
  auto pem = read_or_make(renews);
  if (read_file(certificate_path()) != pem.certificate) {
    write_file(certificate_path(), pem.certificate, 0644);
  }
  return pem;
}

LastingAuthority::Pem LastingAuthority::read_or_make(bool renews) const {
  if (!renews) {
    if (auto pem = read()) return std::move(*pem);
  }
  auto pem = io::CertificateAuthority::generate(days_of_validity);
  write_file(path(), pem.certificate + pem.key, 0600);
  return pem;
}

}  // namespace wiretape::cli

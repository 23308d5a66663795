// SPDX-License-Identifier: MIT
#include "cli/place.hpp"

#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "base/text.hpp"
#include "cli/failure.hpp"
#include "cli/files.hpp"

namespace wiretape::cli {

namespace fs = std::filesystem;

std::string with_ending(const std::string& path) {
  const auto slash = path.rfind('/');
  const auto name = slash == std::string::npos ? 0 : slash + 1;
  return name == path.size() || path.find('.', name) != std::string::npos ? path : path + ".yaml";
}

CassettePlace place_of(const std::string& path) {
  CassettePlace place;
  place.shown = with_ending(path);
  std::error_code error;
  if (place.shown.ends_with('/') || fs::is_directory(place.shown, error)) {
    throw Failure(escape_control(place.shown) + ": is a directory", "name a file in it", misused);
  }
  fs::path file(place.shown);
  if (fs::is_symlink(file, error)) {
    const auto real = fs::weakly_canonical(file, error);
    if (!error) file = real;
  }
  place.directory = file.has_parent_path() ? file.parent_path().string() : ".";
  place.name = file.filename().string();
  place.exists = fs::exists(file, error);
  return place;
}

void require_writable(const CassettePlace& place) {
  // Missing directories are made when the first interaction is recorded.
  fs::path directory(place.directory);
  std::error_code error;
  while (!fs::exists(directory, error) && directory.has_parent_path() &&
         directory.parent_path() != directory) {
    directory = directory.parent_path();
  }
  if (!fs::exists(directory, error)) directory = ".";
  if (!fs::is_directory(directory, error)) fail_on_file(place.shown, "cannot be written", ENOTDIR);
  if (::access(directory.c_str(), W_OK | X_OK) != 0) fail_on_file(place.shown, "cannot be written", errno);
}

}  // namespace wiretape::cli

// SPDX-License-Identifier: MIT
#include "cassette/store.hpp"

#include <filesystem>

#include "cassette/relative_name.hpp"

namespace wiretape::cassette {

namespace {

namespace fs = std::filesystem;

std::string joined(const std::string& dir, const std::string& name) {
  return dir.empty() ? name : dir.ends_with('/') ? dir + name : dir + "/" + name;
}

// Where `dir` is now, so that a test may change its working directory.
std::string absolute(const std::string& dir) {
  auto path = fs::absolute(dir.empty() ? fs::path(".") : fs::path(dir)).string();
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path;
}

}  // namespace

CassetteFormat format_of(std::string_view path) {
  return path.ends_with(".json") ? CassetteFormat::json : CassetteFormat::yaml;
}

Store::Store(const std::string& dir, std::string name)
    : dir_(absolute(dir)), name_(std::move(name)), path_(joined(dir, name_)) {
  const auto fault = fault_of_name(name_);
  if (!fault.empty()) {
    throw CassetteError(path_, 0, fault,
                        "name the cassette relative to its directory, like \"Suite/Name.yaml\"");
  }
  static_cast<void>(place());
}

CassetteFormat Store::format() const { return format_of(path_); }

Place Store::place() const {
  const auto path = path_inside(dir_, name_);
  if (path) return {*path, path_};
  throw CassetteError(
      path_, 0, path.error().message,
      "look at the path: each part but the last must be a directory, and no symbolic link may "
      "lead out of the cassette directory");
}

bool Store::exists() const { return file_exists(place().path); }

std::optional<std::string> Store::read() const { return read_file(place()); }

void Store::replace(std::string_view text) const { replace_file(place(), text); }

}  // namespace wiretape::cassette

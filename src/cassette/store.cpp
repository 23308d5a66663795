// SPDX-License-Identifier: MIT
#include "cassette/store.hpp"

#include <algorithm>
#include <filesystem>

#include "base/text.hpp"

namespace wiretape::cassette {

namespace {

namespace fs = std::filesystem;

// What is wrong with a relative name; empty when nothing is.
std::string fault_of_name(std::string_view name) {
  if (name.empty()) return "is an empty name";
  const auto is_odd = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '\\'; };
  if (std::any_of(name.begin(), name.end(), is_odd)) return "has a control byte or a backslash in its name";
  if (name[0] == '/') return "is an absolute path";
  for (const auto part : split(name, '/')) {
    if (part == "..") return "leaves the cassette directory";
    if (part.empty() || part == ".") return "has an empty part in its path";
  }
  return {};
}

std::string joined(const std::string& dir, const std::string& name) {
  return dir.empty() ? name : dir.ends_with('/') ? dir + name : dir + "/" + name;
}

// Where `dir` is now, so that a test may change its working directory.
std::string absolute(const std::string& dir) {
  auto path = fs::absolute(dir.empty() ? fs::path(".") : fs::path(dir)).string();
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path;
}

bool is_inside(const fs::path& path, const fs::path& dir) {
  return std::mismatch(dir.begin(), dir.end(), path.begin(), path.end()).first == dir.end();
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
  std::error_code error;
  const auto dir = fs::weakly_canonical(dir_, error);
  const auto path = error ? fs::path() : fs::weakly_canonical(dir / name_, error);
  if (error) {
    throw CassetteError(path_, 0, "its path cannot be followed: " + error.message(),
                        "look at the path: each part but the last must be a directory");
  }
  if (!is_inside(path, dir)) {
    throw CassetteError(path_, 0, "a symbolic link leads out of the cassette directory, to " + path.string(),
                        "remove the link, or name the directory it leads to as the cassette directory");
  }
  return {path.string(), path_};
}

bool Store::exists() const {
  std::error_code error;
  return fs::exists(fs::symlink_status(place().path, error));
}

std::optional<std::string> Store::read() const { return read_file(place()); }

void Store::replace(std::string_view text) const { replace_file(place(), text); }

}  // namespace wiretape::cassette

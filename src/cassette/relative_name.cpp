// SPDX-License-Identifier: MIT
#include "cassette/relative_name.hpp"

#include <algorithm>
#include <filesystem>

#include "base/text.hpp"

namespace wiretape::cassette {

namespace {

namespace fs = std::filesystem;

bool is_inside(const fs::path& path, const fs::path& dir) {
  return std::mismatch(dir.begin(), dir.end(), path.begin(), path.end()).first == dir.end();
}

}  // namespace

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

Result<std::string> path_inside(const std::string& dir, const std::string& name) {
  std::error_code error;
  auto real_dir = fs::weakly_canonical(dir, error);
  if (!real_dir.has_filename()) real_dir = real_dir.parent_path();  // one that is not there keeps its slash
  const auto path = error ? fs::path() : fs::weakly_canonical(real_dir / name, error);
  if (error) return Error{"cannot be followed: " + error.message(), 0};
  if (is_inside(path, real_dir)) return path.string();
  return Error{"a symbolic link leads out of the cassette directory, to " + path.string(), 0};
}

}  // namespace wiretape::cassette

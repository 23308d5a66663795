// SPDX-License-Identifier: MIT
#include "cli/orphans.hpp"

#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <ostream>
#include <set>

#include <wiretape/cassette.hpp>

#include "base/text.hpp"
#include "cli/failure.hpp"

namespace wiretape::cli {

namespace {

namespace fs = std::filesystem;

std::string output_of(const std::string& program) {
  const auto command = shell_quoted(program) + " --gtest_list_tests";
  std::string output;
  auto* pipe = ::popen(command.c_str(), "re");
  if (pipe == nullptr) throw Failure("no process can be started", "look at the limits of this user");
  std::array<char, 4096> piece{};
  while (const auto count = std::fread(piece.data(), 1, piece.size(), pipe))
    output.append(piece.data(), count);
  if (::pclose(pipe) != 0) {
    throw Failure(escape_control(program) + " --gtest_list_tests failed", "name a program of GoogleTest's");
  }
  return output;
}

bool is_cassette(const fs::path& path) { return path.extension() == ".yaml" || path.extension() == ".json"; }

std::string without_ending(const std::string& name) { return name.substr(0, name.rfind('.')); }

// "Suite/Name" of each, with its path.
std::set<std::pair<std::string, std::string>> cassettes_in(const std::string& directory) {
  std::error_code error;
  std::set<std::pair<std::string, std::string>> found;
  fs::recursive_directory_iterator entries(directory, error);
  if (error)
    throw Failure(escape_control(directory) + ": " + error.message(), "name the directory of the cassettes");
  for (const auto& entry : entries) {
    if (!is_cassette(entry.path()) || entry.path().string().find(".bodies/") != std::string::npos) continue;
    found.emplace(without_ending(fs::relative(entry.path(), directory).generic_string()),
                  entry.path().string());
  }
  return found;
}

}  // namespace

std::vector<NamedTest> tests_listed(std::string_view output) {
  std::vector<NamedTest> tests;
  std::string suite;
  for (const auto line : split(output, '\n')) {
    const auto text = trim(line.substr(0, line.find("  # ")));  // behind it a type or a parameter
    if (text.empty()) continue;
    if (!line.starts_with(' ')) {
      suite = text.ends_with('.') ? text.substr(0, text.size() - 1) : std::string_view();
    } else if (!suite.empty()) {
      tests.push_back({suite + '.' + std::string(text), cassette_name(suite, text)});
    }
  }
  return tests;
}

std::size_t orphans(const Orphans& what, std::ostream& out) {
  const auto tests = tests_listed(output_of(what.test_program));
  if (tests.empty()) {
    throw Failure(escape_control(what.test_program) + " lists no tests", "name a program of GoogleTest's");
  }
  std::set<std::string> named, there;
  for (const auto& test : tests) named.insert(without_ending(test.cassette));
  std::size_t count = 0;
  for (const auto& [name, path] : cassettes_in(what.directory)) {
    there.insert(name);
    if (named.contains(name)) continue;
    ++count;
    out << "no test: " << escape_control(path) << '\n';
  }
  for (const auto& [test, cassette] : tests) {
    if (!there.contains(without_ending(cassette))) out << "no cassette: " << escape_control(test) << '\n';
  }
  return count;
}

}  // namespace wiretape::cli

// SPDX-License-Identifier: MIT
// wiretape orphans TEST_PROGRAM DIR
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command_line.hpp"

namespace wiretape::cli {

// Cassettes that no test is named like, a line each, and then the tests that have none. How many cassettes.
// Throws Failure where the program cannot be run, or lists no tests, or the directory is none.
[[nodiscard]] std::size_t orphans(const Orphans& what, std::ostream& out);

// The cassettes' names, "Suite/Name.yaml", of what a program prints for --gtest_list_tests; disabled tests
// too.
struct NamedTest {
  std::string test;      // "Suite.Name"
  std::string cassette;  // its cassette's name
};
[[nodiscard]] std::vector<NamedTest> tests_listed(std::string_view output);

}  // namespace wiretape::cli

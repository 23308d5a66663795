// SPDX-License-Identifier: MIT
// The program, from its arguments to its exit code.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "deck/environment.hpp"

namespace wiretape::cli {

// `arguments` without the program's name. Throws nothing that a user could cause.
[[nodiscard]] int run_program(std::vector<std::string> arguments, std::ostream& out, std::ostream& err,
                              const deck::Lookup& environment);

}  // namespace wiretape::cli

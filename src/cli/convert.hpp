// SPDX-License-Identifier: MIT
// wiretape convert A B
#pragma once

#include <iosfwd>

#include "cli/command_line.hpp"

namespace wiretape::cli {

// A is a cassette, or a recording of another tool's, whose secrets are replaced; B too, by its ending. What
// is lost is said on `err`. Throws Failure and CassetteError; B is then as it was.
void convert(const Convert& files, std::ostream& err);

}  // namespace wiretape::cli

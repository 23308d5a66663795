// SPDX-License-Identifier: MIT
// wiretape lint FILE...
#pragma once

#include <iosfwd>

#include "cli/command_line.hpp"

namespace wiretape::cli {

// Says a line for each thing that is wrong, "FILE:LINE: what", and counts them. Throws Failure for a file
// that is not there.
[[nodiscard]] std::size_t lint(const Lint& what, std::ostream& out);

}  // namespace wiretape::cli

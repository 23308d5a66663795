// SPDX-License-Identifier: MIT
// wiretape show FILE [N]
#pragma once

#include <iosfwd>

#include <wiretape/cassette.hpp>

#include "cli/command_line.hpp"
#include "cli/terminal.hpp"

namespace wiretape::cli {

// Throws Failure and CassetteError.
void show(const Show& what, const Terminal& terminal, std::ostream& out);

}  // namespace wiretape::cli

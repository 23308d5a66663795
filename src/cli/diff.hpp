// SPDX-License-Identifier: MIT
// wiretape diff: how an origin, or another cassette, answers otherwise than a cassette says.
#pragma once

#include <iosfwd>

#include "cli/command_line.hpp"
#include "deck/environment.hpp"

namespace wiretape::cli {

// The program's exit code. Throws CassetteError, StartError, Failure.
int diff(const Diff& what, std::ostream& out, std::ostream& err, const deck::Lookup& environment);

}  // namespace wiretape::cli

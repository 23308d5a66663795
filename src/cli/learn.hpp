// SPDX-License-Identifier: MIT
// wiretape learn: what two recordings of one test tell of values that change.
#pragma once

#include <iosfwd>

#include "cli/command_line.hpp"

namespace wiretape::cli {

// Prints what differs, with lines to paste, and where `what.writes` puts the places of answers into the
// header of the first. False: something differs. Throws CassetteError.
bool learn(const Learn& what, std::ostream& out);

}  // namespace wiretape::cli

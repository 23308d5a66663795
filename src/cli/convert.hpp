// SPDX-License-Identifier: MIT
// wiretape convert A B
#pragma once

#include "cli/command_line.hpp"

namespace wiretape::cli {

// Throws Failure and CassetteError; B is then as it was.
void convert(const Convert& files);

}  // namespace wiretape::cli

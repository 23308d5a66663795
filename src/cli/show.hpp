// SPDX-License-Identifier: MIT
// wiretape show FILE [N]
#pragma once

#include <string>

#include <wiretape/cassette.hpp>

#include "cli/command_line.hpp"
#include "cli/terminal.hpp"

namespace wiretape::cli {

// What is to be printed. Throws Failure and CassetteError.
[[nodiscard]] std::string show(const Show& what, const Terminal& terminal);

}  // namespace wiretape::cli

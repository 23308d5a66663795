// SPDX-License-Identifier: MIT
// wiretape redact FILE...
#pragma once

#include <iosfwd>

#include "cli/command_line.hpp"

namespace wiretape::cli {

// Replaces the secrets of each cassette, and says which on `out`. False: one still holds what looks like a
// secret, which `err` hears of, and stays as it was. Throws CassetteError.
[[nodiscard]] bool redact(const Redact& what, std::ostream& out, std::ostream& err);

}  // namespace wiretape::cli

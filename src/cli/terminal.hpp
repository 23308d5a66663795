// SPDX-License-Identifier: MIT
// What stands at the other end of stdout.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/columns.hpp"
#include "deck/environment.hpp"

namespace wiretape::cli {

struct Terminal {
  std::optional<std::size_t> width;  // nothing: no terminal, lines are as long as they are
  bool has_colours = false;
};

// Of file descriptor 1.
[[nodiscard]] Terminal terminal_of_stdout(const deck::Lookup& environment);

// At most `width` columns of it; where it is cut it ends in "…".
[[nodiscard]] std::string cut_to(std::string_view text, std::size_t width);

}  // namespace wiretape::cli

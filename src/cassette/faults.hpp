// SPDX-License-Identifier: MIT
// What is wrong with a text before anyone reads it as YAML or JSON. Error.offset is a line; `first_line` is
// the one that the text begins in.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/result.hpp"

namespace wiretape::cassette {

[[nodiscard]] std::optional<Error> find_bad_utf8(std::string_view text, std::size_t first_line = 1);
// Any but tab and line feed.
[[nodiscard]] std::optional<Error> find_control_byte(std::string_view text, std::size_t first_line = 1);

// What git puts between the two sides of a conflict: in one line, and in any.
[[nodiscard]] std::optional<Error> conflict_in(std::string_view line, std::size_t number);
[[nodiscard]] std::optional<Error> find_conflict(std::string_view text);

}  // namespace wiretape::cassette

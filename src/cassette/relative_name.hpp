// SPDX-License-Identifier: MIT
// Names that stay inside of a directory.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace wiretape::cassette {

// What is wrong with a relative name ("/" between parts); empty when nothing is.
[[nodiscard]] std::string fault_of_name(std::string_view name);

// Where that name is, symbolic links followed. An error where its path cannot be followed, or a link leads
// out of the directory.
[[nodiscard]] Result<std::string> path_inside(const std::string& dir, const std::string& name);

}  // namespace wiretape::cassette

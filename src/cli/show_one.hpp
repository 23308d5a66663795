// SPDX-License-Identifier: MIT
// One interaction whole, for people.
#pragma once

#include <string>

#include <wiretape/interaction.hpp>

namespace wiretape::cli {

// Both heads as on the wire, and the bodies decoded; control bytes escaped, but for the line ends of
// bodies. A body that is no text is told by its size.
[[nodiscard]] std::string interaction_text(const Interaction& interaction, std::size_t number);

}  // namespace wiretape::cli

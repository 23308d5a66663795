// SPDX-License-Identifier: MIT
// Bytes as a person reads them: JSON structured where that gives the bytes back, else text, else base64.
#pragma once

#include <string>
#include <string_view>

#include "cassette/mapping.hpp"
#include "cassette/node.hpp"

namespace wiretape::cassette {

// Adds one of json (with json_style, where it is not compact), text and base64.
void add_shown(Node& node, const std::string& bytes, bool is_text_allowed);
// What they stand for; no bytes where there is none of them. `what` has more than one in the message: "a
// body". Throws Unreadable.
[[nodiscard]] std::string shown_of(Mapping& mapping, const Node& node, std::string_view what);

[[nodiscard]] Node folded_base64(std::string_view bytes);

}  // namespace wiretape::cassette

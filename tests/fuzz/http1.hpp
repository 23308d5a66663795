// SPDX-License-Identifier: MIT
// What holds for every stream of HTTP/1 messages, whatever its bytes.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "support/events_text.hpp"

namespace wiretape::fuzz {

// The events come in their order and add up; no cut changes them; heads leave as they came; and what was
// read to its end and written again reads as the same. What a strict reader takes, a lenient one takes
// as well; requests, to the same events.
void check_messages(std::string_view bytes, const test::Reading& how, const std::vector<std::size_t>& cuts);

// Limits so low that a short input passes them.
inline constexpr http::ReaderLimits low_limits{.head_bytes = 96, .fields = 3, .chunk_line_bytes = 12};

}  // namespace wiretape::fuzz

// SPDX-License-Identifier: MIT
// JSON pointers (RFC 6901): "/items/0/a~1b".
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wiretape {

// Its tokens, decoded; nothing when it is no pointer (§3).
[[nodiscard]] std::optional<std::vector<std::string>> parse_pointer(std::string_view pointer);
// Of the first `count` tokens.
[[nodiscard]] std::string to_pointer(const std::vector<std::string>& tokens, std::size_t count);
// One token as it stands in a pointer.
[[nodiscard]] std::string escaped_pointer_token(std::string_view token);

}  // namespace wiretape

// SPDX-License-Identifier: MIT
// Base64 (RFC 4648 §4), with padding.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace wiretape {

[[nodiscard]] std::string base64_encode(std::string_view bytes);
// The same with '-' and '_', and without padding (§5).
[[nodiscard]] std::string base64url_encode(std::string_view bytes);
Result<std::string> base64url_decode(std::string_view text);
// Spaces and line ends between digits are skipped; Error.offset counts bytes.
[[nodiscard]] Result<std::string> base64_decode(std::string_view text);

}  // namespace wiretape

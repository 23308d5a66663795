// SPDX-License-Identifier: MIT
// Credentials that can be told by their shape, in any text.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace wiretape::secrets {

struct FoundSecret {
  std::string_view kind;         // "a GitHub token"
  std::size_t at = 0, size = 0;  // of the secret alone: not of "Bearer " before it
};

// In order, and none within another. What only looks alike is left alone: a shape must begin where a word
// does, and be long enough.
[[nodiscard]] std::vector<FoundSecret> find_secrets(std::string_view text);

}  // namespace wiretape::secrets

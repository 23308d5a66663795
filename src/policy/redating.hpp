// SPDX-License-Identifier: MIT
// Moves the times in a recorded answer by the time that has passed since.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <wiretape/interaction.hpp>
#include <wiretape/options.hpp>

namespace wiretape::policy {

[[nodiscard]] bool redates(const Redating& how);
void redate(Interaction& interaction, std::int64_t seconds, const Redating& how);

// A text with the times in its JSON Web Tokens moved (RFC 7519 §4.1: exp, iat, nbf; auth_time too): of those
// that are not signed, and with a key those that HS256, HS384 or HS512 signs, anew. Others stay.
[[nodiscard]] std::string with_tokens_moved(std::string_view text, std::int64_t seconds,
                                            const std::string& key);

}  // namespace wiretape::policy

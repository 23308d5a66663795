// SPDX-License-Identifier: MIT
// Which requests a rule in a file means.
#pragma once

#include <string>

#include <wiretape/matchers.hpp>

#include "cassette/node.hpp"

namespace wiretape::policy {

// {method: GET, path: /v1/*, query: {city: Oslo}, headers: {X-Tenant: a}, json: {/celsius: -3}}: all of them.
// In a text a '*' stands for anything. Throws cassette::Unreadable.
[[nodiscard]] RequestMatcher request_pattern(cassette::Node& when);

// A text with its stars; without one it is that text.
[[nodiscard]] TextMatcher text_pattern(std::string pattern);

}  // namespace wiretape::policy

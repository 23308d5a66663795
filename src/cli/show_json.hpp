// SPDX-License-Identifier: MIT
// What `show` says, for programs. For everything a cassette holds there is `convert` to JSON.
#pragma once

#include <string>

#include <wiretape/cassette.hpp>

namespace wiretape::cli {

// {"format", "recorded_by", "recorded_at", "match_on", "interactions": [a summary of each]}. What is no
// UTF-8 becomes U+FFFD.
[[nodiscard]] std::string cassette_json(const Cassette& cassette);

// The summary with "request" and "response", whole: "headers" as pairs, and "body", decoded, or
// "body_base64" where it is no text.
[[nodiscard]] std::string interaction_json(const Interaction& interaction, std::size_t number);

}  // namespace wiretape::cli

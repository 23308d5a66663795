// SPDX-License-Identifier: MIT
// Whether two requests are the same to a match policy.
#pragma once

#include <string>
#include <string_view>

#include <wiretape/options.hpp>

namespace wiretape::policy {

// Asks a custom part's callback, which may throw.
[[nodiscard]] bool is_equal(const MatchPart& part, const Request& recorded, const Request& live);

// The parts that method and URL decide; all but header, body and custom.
[[nodiscard]] bool is_in_head(const MatchPart& part);
// A text that is equal for two requests exactly when all parts of `policy` in the head are.
[[nodiscard]] std::string head_key(const MatchPolicy& policy, std::string_view method, const Url& url);

// The policy with these places left out of its query and body.
[[nodiscard]] MatchPolicy without(MatchPolicy policy, const std::vector<Ignored>& places);
// What the options say in all.
[[nodiscard]] inline MatchPolicy match_policy_of(const DeckOptions& options) {
  return without(options.match_on, options.ignore);
}

[[nodiscard]] bool is_query(const MatchPart& part);  // in any order, or in its own
[[nodiscard]] bool looks_like_json(const Request& request);

}  // namespace wiretape::policy

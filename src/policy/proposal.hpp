// SPDX-License-Identifier: MIT
// What a test could say so that a request fits that does not.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <wiretape/options.hpp>

namespace wiretape::policy {

// The places in query and body that keep these parts from being equal; empty where something else does, or
// where there are more than a few. Values that are on both sides are ignored as values.
[[nodiscard]] std::vector<Ignored> places_that_differ(const std::vector<MatchPart>& differing,
                                                      const Request& recorded, const Request& live);

// As a user would paste them: `ignore_value::json("/id")`, and `.ignore = {ignore::query("now"), ...}`.
[[nodiscard]] std::string as_code(const Ignored& place);
[[nodiscard]] std::string places_setting(std::string_view option, const std::vector<Ignored>& places);

}  // namespace wiretape::policy

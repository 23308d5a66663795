// SPDX-License-Identifier: MIT
// What several messages say in the same way.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "policy/messages.hpp"

namespace wiretape::policy {

// "GET https://api.weather.test/today", escaped and cut.
[[nodiscard]] std::string name_of(std::string_view method, std::string_view url);
[[nodiscard]] std::string name_of(const Request& request);
// "interaction 2, line 31"
[[nodiscard]] std::string place_of(const cassette::Tape& tape, std::size_t index);
// How to choose a mode: "WIRETAPE_MODE=all", or ".mode = RecordMode::all" where code has the say.
[[nodiscard]] std::string mode_setting(const DeckFacts& deck, RecordMode mode);
// "body", whatever places of it are ignored.
[[nodiscard]] std::string name_without_places(const MatchPart& part);
// As a user would paste it: `.match_on = {match::method, match::header("X")}`.
[[nodiscard]] std::string match_setting(const MatchPolicy& policy);

// Whether a header of this name may hold what no message shows: Authorization, Cookie, X-Api-Key ...
[[nodiscard]] bool may_be_secret(std::string_view header);

}  // namespace wiretape::policy

// SPDX-License-Identifier: MIT
// What is left of a query or body when the places are left out that do not choose.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <wiretape/options.hpp>

#include "base/result.hpp"
#include "http/url.hpp"
#include "policy/json.hpp"

namespace wiretape::policy {

// Of a place whose value alone is ignored something stays that is equal on both sides.
[[nodiscard]] http::Parameters compared_query(const MatchPart& part, const Url& url);
// Errors as of read_form and parse_json.
Result<http::Parameters> compared_form(const MatchPart& part, const Request& request);
Result<Json> compared_json(const MatchPart& part, const Request& request);

// Whether two pointers may be of one place: a '*' in either stands for any token.
[[nodiscard]] bool may_be_one(std::string_view pointer, std::string_view other);

// "json:/id", "header:X-Build": as cassettes and command lines write a place. Error.offset is 0.
Result<Ignored> read_place(std::string_view text, bool is_value);
[[nodiscard]] std::string written(const Ignored& place);

void leave_out(const std::vector<Ignored>& places, std::vector<http::Part>& parts);
void leave_out(const std::vector<Ignored>& places, Json& value);

}  // namespace wiretape::policy

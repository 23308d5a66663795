// SPDX-License-Identifier: MIT
// A match policy, as the command line writes it: "method,host,path,header:X-Tenant".
#pragma once

#include <string>
#include <string_view>

#include <wiretape/options.hpp>

#include "base/result.hpp"

namespace wiretape::cli {

[[nodiscard]] Result<MatchPolicy> parse_match_parts(std::string_view text);
[[nodiscard]] std::string format_match_parts(const MatchPolicy& policy);

}  // namespace wiretape::cli

// SPDX-License-Identifier: MIT
// Where to listen, as people write it.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace wiretape::cli {

// "8080", ":8080" and "localhost:8080" mean 127.0.0.1:8080; an IPv6 address stands in brackets. Gives
// "IP:PORT" as DeckOptions::listen wants it.
[[nodiscard]] Result<std::string> parse_address(std::string_view text);

}  // namespace wiretape::cli

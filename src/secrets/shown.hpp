// SPDX-License-Identifier: MIT
// Texts for a person, by what is known to be a secret everywhere; a deck's own rules have no say here.
#pragma once

#include <string>
#include <string_view>

#include <wiretape/url.hpp>

namespace wiretape::secrets {

// "https://host/a?api_key={{secret:*}}"
[[nodiscard]] std::string shown(const Url& url);
// Each secret that its shape tells shows its beginning only.
[[nodiscard]] std::string shown(std::string_view text);

}  // namespace wiretape::secrets

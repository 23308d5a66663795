// SPDX-License-Identifier: MIT
// The reason phrases of the IANA registry of status codes.
#pragma once

#include <string_view>

namespace wiretape::http {

// "Not Found" of 404; empty for a status that is not registered.
[[nodiscard]] std::string_view reason_phrase(int status);

}  // namespace wiretape::http

// SPDX-License-Identifier: MIT
// What a change is made to.
#pragma once

#include <string>

#include <wiretape/http.hpp>

namespace wiretape::policy {

// The body as a person reads it; a coding is put on again behind the change.
[[nodiscard]] inline std::string& text_of(Response& response) {
  return response.body.decoded ? *response.body.decoded : response.body.bytes;
}

}  // namespace wiretape::policy

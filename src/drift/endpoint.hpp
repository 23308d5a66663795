// SPDX-License-Identifier: MIT
// What answers alike, as far as a request tells.
#pragma once

#include <string>

#include <wiretape/http.hpp>

namespace wiretape::drift {

// "GET https://api.test/orders/*": steps of the path with digits in them are one.
[[nodiscard]] std::string endpoint_of(const Request& request);

}  // namespace wiretape::drift

// SPDX-License-Identifier: MIT
#include "drift/endpoint.hpp"

#include "base/text.hpp"

namespace wiretape::drift {

std::string endpoint_of(const Request& request) {
  auto out = request.method + ' ' + request.url.scheme + "://" + request.url.authority();
  for (const auto step : split(request.url.path(), '/')) {
    if (step.empty()) continue;
    const bool is_name = step.find_first_of("0123456789{") == std::string_view::npos;
    out += '/' + (is_name ? std::string(step) : "*");
  }
  return out;
}

}  // namespace wiretape::drift

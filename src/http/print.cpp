// SPDX-License-Identifier: MIT
// How GoogleTest shows requests and responses: one line, control bytes escaped.
#include <ostream>
#include <wiretape/http.hpp>

#include "base/text.hpp"

namespace wiretape {

namespace {

constexpr std::size_t shown_bytes = 300;  // of a URL

void print_rest(const Headers& headers, const Body& body, std::ostream* os) {
  const auto plural = [](std::size_t n) { return n == 1 ? "" : "s"; };
  *os << ", " << headers.size() << " header" << plural(headers.size());
  if (body.empty()) {
    *os << ", no body";
  } else {
    *os << ", a body of " << body.size() << " byte" << plural(body.size())
        << (body.is_truncated ? " and more" : "");
  }
}

}  // namespace

void PrintTo(const Request& request, std::ostream* os) {
  *os << escape_control(request.method, shown_bytes) << ' ' << escape_control(request.url.str(), shown_bytes);
  print_rest(request.headers, request.body, os);
}

void PrintTo(const Response& response, std::ostream* os) {
  *os << response.status << ' ' << escape_control(response.reason, shown_bytes);
  print_rest(response.headers, response.body, os);
}

}  // namespace wiretape

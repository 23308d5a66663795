// SPDX-License-Identifier: MIT
// How GoogleTest shows requests and responses: one line, control bytes escaped.
#include <ostream>
#include <wiretape/http.hpp>

#include "base/text.hpp"
#include "http/secret_names.hpp"
#include "http/url.hpp"

namespace wiretape {

namespace {

constexpr std::size_t shown_bytes = 300;  // of a URL

// Without the values of parameters that are secrets by their names.
std::string shown(Url url) {
  const auto query = url.query();
  if (query.empty()) return url.str();
  std::string safe(url.path());
  char separator = '?';
  for (const auto pair : split(query, '&')) {
    const auto name = pair.substr(0, pair.find('='));
    const bool is_secret = name.size() < pair.size() && http::names_secret_in_query(name);
    safe += separator;
    safe += is_secret ? std::string(name) + "=…" : std::string(pair);
    separator = '&';
  }
  url.target = std::move(safe);
  return url.str();
}

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
  *os << escape_control(request.method, shown_bytes) << ' '
      << escape_control(shown(request.url), shown_bytes);
  print_rest(request.headers, request.body, os);
}

void PrintTo(const Response& response, std::ostream* os) {
  *os << response.status << ' ' << escape_control(response.reason, shown_bytes);
  print_rest(response.headers, response.body, os);
}

}  // namespace wiretape

// SPDX-License-Identifier: MIT
#include "policy/accepted_coding.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "cassette/framing.hpp"
#include "http/content_coding.hpp"

namespace wiretape::policy {

namespace {

bool accepts_all(const Headers& request, const std::vector<std::string>& codings) {
  return std::all_of(codings.begin(), codings.end(),
                     [&](const std::string& coding) { return accepts_coding(request, coding); });
}

// "gzip;q=0" does not want it.
bool is_ruled_out(std::string_view parameters) {
  const auto q = parameters.find("q=");
  return q != std::string_view::npos &&
         parameters.substr(q + 2).find_first_not_of("0. \t") == std::string_view::npos;
}

}  // namespace

bool accepts_coding(const Headers& request, std::string_view coding) {
  bool takes_any = false;
  for (const auto& value : request.all("Accept-Encoding")) {
    for (const auto element : split(value, ',')) {
      const auto semicolon = std::min(element.find(';'), element.size());
      const auto name = trim(element.substr(0, semicolon));
      const bool is_wanted = !is_ruled_out(element.substr(semicolon));
      const bool is_named = equals_ignoring_case(name, coding) ||
                            (equals_ignoring_case(coding, "gzip") && equals_ignoring_case(name, "x-gzip"));
      if (is_named) return is_wanted;
      if (name == "*") takes_any = is_wanted;
    }
  }
  return takes_any;
}

std::shared_ptr<const Interaction> decoded_for(const Request& live, const Interaction& recorded) {
  const auto* response = std::get_if<Response>(&recorded.outcome);
  if (!response || !response->body.decoded || response->body.large) return nullptr;
  const auto codings = http::content_codings(response->headers);
  const bool may_stay = accepts_all(live.headers, codings) || !accepts_all(recorded.request.headers, codings);
  if (may_stay) return nullptr;
  auto copy = std::make_shared<Interaction>(recorded);
  auto& decoded = std::get<Response>(copy->outcome);
  decoded.headers.remove("Content-Encoding");
  decoded.body.bytes = *std::move(decoded.body.decoded);
  decoded.body.decoded.reset();
  cassette::mend_lengths(decoded);
  return copy;
}

}  // namespace wiretape::policy

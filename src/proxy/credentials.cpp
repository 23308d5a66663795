// SPDX-License-Identifier: MIT
#include "proxy/credentials.hpp"

#include <algorithm>

#include "base/base64.hpp"
#include "base/text.hpp"
#include "proxy/answers.hpp"

namespace wiretape::proxy {

Result<Credentials> Credentials::parse(const std::string& text) {
  const auto colon = text.find(':');
  if (colon == std::string::npos) return Error{"there is no colon between name and password", text.size()};
  return Credentials{text.substr(0, colon), text.substr(colon + 1)};
}

bool Credentials::are_shown(const Headers& headers) const {
  const auto values = headers.all("Proxy-Authorization");
  return std::any_of(values.begin(), values.end(), [&](std::string_view value) {
    const auto scheme = value.substr(0, value.find(' '));
    if (!equals_ignoring_case(scheme, "Basic")) return false;
    const auto shown = base64_decode(trim(value.substr(scheme.size())));
    return shown && *shown == name + ':' + password;
  });
}

Response ask_for_credentials() {
  auto answer = plain_answer(407, "wiretape: this deck asks for proxy credentials\n");
  answer.headers.add("Proxy-Authenticate", "Basic realm=\"wiretape\", charset=\"UTF-8\"");
  answer.headers.add("Connection", "close");
  return answer;
}

}  // namespace wiretape::proxy

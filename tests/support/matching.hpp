// SPDX-License-Identifier: MIT
// What tests of matchers ask a matcher.
#pragma once

#include <sstream>
#include <string>
#include <string_view>

#include <wiretape/matchers.hpp>

namespace wiretape::test {

// "has path \"/a\""
template <class M>
std::string description(const M& matcher) {
  std::ostringstream os;
  matcher.DescribeTo(&os);
  return os.str();
}
template <class M>
std::string negation(const M& matcher) {
  std::ostringstream os;
  matcher.DescribeNegationTo(&os);
  return os.str();
}

// "yes: whose path is ..." or "no: whose path is ..."
template <class M, class T>
std::string verdict(const M& matcher, const T& value) {
  std::ostringstream os;
  const bool fits = matcher.MatchAndExplain(value, &os);
  return (fits ? "yes: " : "no: ") + os.str();
}

inline Request get(std::string_view url) {
  Request request;
  request.url = Url::parse(url);
  return request;
}
inline Request post(std::string_view url, std::string content_type, std::string body) {
  Request request = get(url);
  request.method = "POST";
  request.headers.add("Content-Type", std::move(content_type));
  request.body.bytes = std::move(body);
  return request;
}

}  // namespace wiretape::test

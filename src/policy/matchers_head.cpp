// SPDX-License-Identifier: MIT
// Matchers over method, URL and headers.
#include <algorithm>
#include <ostream>
#include <wiretape/matchers.hpp>

#include "base/text.hpp"
#include "http/url.hpp"
#include "policy/explain.hpp"

namespace wiretape {

namespace {

using policy::in_quotes;

// A part that every request has exactly once.
class HasPart {
public:
  using Get = std::string (*)(const Request&);

  HasPart(std::string name, Get get, TextMatcher fits)
      : name_(std::move(name)), get_(get), fits_(std::move(fits)) {}

  bool MatchAndExplain(const Request& request, std::ostream* why) const {
    const auto got = get_(request);
    if (why != nullptr) *why << "whose " << name_ << " is " << in_quotes(got);
    return fits_.matches(got);
  }
  void DescribeTo(std::ostream* os) const { policy::describe_part(os, name_, fits_, false); }
  void DescribeNegationTo(std::ostream* os) const { policy::describe_part(os, name_, fits_, true); }

private:
  std::string name_;
  Get get_;
  TextMatcher fits_;
};

// One of the values that go by a name: headers, query parameters.
class HasNamed {
public:
  using Get = std::vector<std::string> (*)(const Request&, const std::string& name);

  HasNamed(std::string what, std::string name, Get get, std::optional<TextMatcher> fits)
      : what_(std::move(what)), name_(std::move(name)), get_(get), fits_(std::move(fits)) {}

  bool MatchAndExplain(const Request& request, std::ostream* why) const {
    const auto values = get_(request, name_);
    if (why != nullptr) explain(values, why);
    if (!fits_) return !values.empty();
    return std::any_of(values.begin(), values.end(),
                       [&](const auto& value) { return fits_->matches(value); });
  }
  void DescribeTo(std::ostream* os) const { describe(os, false); }
  void DescribeNegationTo(std::ostream* os) const { describe(os, true); }

private:
  [[nodiscard]] std::string label() const { return what_ + ' ' + escape_control(name_); }

  void explain(const std::vector<std::string>& values, std::ostream* why) const {
    if (values.empty()) {
      *why << "which has no " << label();
    } else {
      *why << "whose " << label() << (values.size() == 1 ? " is " : " is given as ")
           << policy::listed(values);
    }
  }
  void describe(std::ostream* os, bool is_negated) const {
    if (fits_) return policy::describe_one_of(os, label(), *fits_, is_negated);
    *os << (is_negated ? "lacks " : "has ") << label();
  }

  std::string what_, name_;
  Get get_;
  std::optional<TextMatcher> fits_;
};

class HasValues {
public:
  HasValues(std::string name, std::vector<std::string> values)
      : name_(std::move(name)), values_(std::move(values)) {}

  bool MatchAndExplain(const Request& request, std::ostream* why) const {
    const auto got = request.headers.all(name_);
    if (why != nullptr && got.empty()) *why << "which has no header " << escape_control(name_);
    if (why != nullptr && !got.empty()) {
      *why << "whose header " << escape_control(name_) << " has " << policy::listed(got);
    }
    return got == values_;
  }
  void DescribeTo(std::ostream* os) const {
    *os << "has exactly these values of header " << escape_control(name_) << ": " << policy::listed(values_);
  }
  void DescribeNegationTo(std::ostream* os) const {
    *os << "has other values of header " << escape_control(name_) << " than: " << policy::listed(values_);
  }

private:
  std::string name_;
  std::vector<std::string> values_;
};

std::vector<std::string> query_values(const Request& request, const std::string& name) {
  std::vector<std::string> values;
  for (auto& [key, value] : http::parse_parameters(request.url.query())) {
    if (key == name) values.push_back(std::move(value));
  }
  return values;
}

RequestMatcher has_query(std::string name, std::optional<TextMatcher> value) {
  return HasNamed("query parameter", std::move(name), query_values, std::move(value));
}

RequestMatcher has_header(std::string name, std::optional<TextMatcher> value) {
  const auto get = [](const Request& r, const std::string& key) { return r.headers.all(key); };
  return HasNamed("header", std::move(name), get, std::move(value));
}

struct Anything {
  bool MatchAndExplain(const Request&, std::ostream*) const { return true; }
  void DescribeTo(std::ostream* os) const { *os << "is any request"; }
  void DescribeNegationTo(std::ostream* os) const { *os << "is no request"; }
};

}  // namespace

RequestMatcher AnyRequest() { return Anything{}; }

RequestMatcher HasMethod(TextMatcher method) {
  return HasPart(
      "method", [](const Request& r) { return r.method; }, std::move(method));
}
RequestMatcher HasUrl(TextMatcher url) {
  return HasPart(
      "URL", [](const Request& r) { return r.url.str(); }, std::move(url));
}
RequestMatcher HasScheme(TextMatcher scheme) {
  return HasPart(
      "scheme", [](const Request& r) { return r.url.scheme; }, std::move(scheme));
}
RequestMatcher HasHost(TextMatcher host) {
  // Names of hosts have no case (RFC 9110 §4.2.3); a plain text may be written in any.
  if (host.expected() != nullptr) host = to_lower(*host.expected());
  return HasPart(
      "host", [](const Request& r) { return to_lower(r.url.host); }, std::move(host));
}
RequestMatcher HasPort(int port) {
  return HasPart(
      "port", [](const Request& r) { return std::to_string(r.url.port); }, std::to_string(port));
}
RequestMatcher HasPath(TextMatcher path) {
  return HasPart(
      "path", [](const Request& r) { return std::string(r.url.path()); }, std::move(path));
}

RequestMatcher HasQueryParam(std::string name) { return has_query(std::move(name), std::nullopt); }
RequestMatcher HasQueryParam(std::string name, TextMatcher value) {
  return has_query(std::move(name), std::move(value));
}

RequestMatcher HasHeader(std::string name) { return has_header(std::move(name), std::nullopt); }
RequestMatcher HasHeader(std::string name, TextMatcher value) {
  return has_header(std::move(name), std::move(value));
}
RequestMatcher HasHeaderValues(std::string name, std::vector<std::string> values) {
  return HasValues(std::move(name), std::move(values));
}

}  // namespace wiretape

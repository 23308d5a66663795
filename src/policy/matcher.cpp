// SPDX-License-Identifier: MIT
// RequestMatcher and its combinators. Wording as in gmock's AllOf, AnyOf and Not.
#include <wiretape/matcher.hpp>

#include <ostream>
#include <sstream>
#include <stdexcept>
#include <string_view>

namespace wiretape {

namespace {

class Predicate {
public:
  Predicate(std::string description, std::function<bool(const Request&)> fits)
      : description_(std::move(description)), fits_(std::move(fits)) {}

  bool MatchAndExplain(const Request& request, std::ostream*) const { return fits_(request); }
  void DescribeTo(std::ostream* os) const { *os << description_; }
  void DescribeNegationTo(std::ostream* os) const { *os << "not (" << description_ << ')'; }

private:
  std::string description_;
  std::function<bool(const Request&)> fits_;
};

class Negation {
public:
  explicit Negation(RequestMatcher inner) : inner_(std::move(inner)) {}

  bool MatchAndExplain(const Request& request, std::ostream* why) const {
    return !inner_.MatchAndExplain(request, why);
  }
  void DescribeTo(std::ostream* os) const { inner_.DescribeNegationTo(os); }
  void DescribeNegationTo(std::ostream* os) const { inner_.DescribeTo(os); }

private:
  RequestMatcher inner_;
};

void describe_parts(std::ostream* os, const std::vector<RequestMatcher>& parts, const char* word,
                    bool is_negated) {
  std::string_view separator;
  for (const auto& part : parts) {
    *os << separator << '(';
    is_negated ? part.DescribeNegationTo(os) : part.DescribeTo(os);
    *os << ')';
    separator = word;
  }
}

// Asks one part after the other until one says `decisive`. That one alone explains; where none does,
// all do.
bool ask_until(bool decisive, const std::vector<RequestMatcher>& parts, const Request& request,
               std::ostream* why) {
  std::string reasons;
  for (const auto& part : parts) {
    std::ostringstream reason;
    const bool fits = part.MatchAndExplain(request, why != nullptr ? &reason : nullptr);
    if (fits == decisive) {
      if (why != nullptr) *why << reason.str();
      return decisive;
    }
    if (!reasons.empty() && !reason.str().empty()) reasons += ", and ";
    reasons += reason.str();
  }
  if (why != nullptr) *why << reasons;
  return !decisive;
}

}  // namespace

struct RequestMatcher::All {
  bool MatchAndExplain(const Request& request, std::ostream* why) const {
    return ask_until(false, parts, request, why);
  }
  void DescribeTo(std::ostream* os) const { describe_parts(os, parts, " and ", false); }
  void DescribeNegationTo(std::ostream* os) const { describe_parts(os, parts, " or ", true); }
  std::vector<RequestMatcher> parts;
};

struct RequestMatcher::Any {
  bool MatchAndExplain(const Request& request, std::ostream* why) const {
    return ask_until(true, parts, request, why);
  }
  void DescribeTo(std::ostream* os) const { describe_parts(os, parts, " or ", false); }
  void DescribeNegationTo(std::ostream* os) const { describe_parts(os, parts, " and ", true); }
  std::vector<RequestMatcher> parts;
};

template <class Several>
std::vector<RequestMatcher> RequestMatcher::parts_of(const RequestMatcher& a) {
  const auto* several = dynamic_cast<const Held<Several>*>(a.held_.get());
  return several != nullptr ? several->matcher.parts : std::vector{a};
}

template <class Several>
RequestMatcher RequestMatcher::join(const RequestMatcher& a, const RequestMatcher& b) {
  auto parts = parts_of<Several>(a);
  const auto more = parts_of<Several>(b);
  parts.insert(parts.end(), more.begin(), more.end());
  return Several{std::move(parts)};
}

RequestMatcher::RequestMatcher(std::string description, std::function<bool(const Request&)> predicate)
    : RequestMatcher(Predicate(std::move(description), predicate)) {
  if (!predicate) throw std::invalid_argument("a RequestMatcher needs a predicate that can be called");
}

std::string RequestMatcher::description() const {
  std::ostringstream os;
  DescribeTo(&os);
  return os.str();
}

RequestMatcher operator&&(const RequestMatcher& a, const RequestMatcher& b) {
  return RequestMatcher::join<RequestMatcher::All>(a, b);
}
RequestMatcher operator||(const RequestMatcher& a, const RequestMatcher& b) {
  return RequestMatcher::join<RequestMatcher::Any>(a, b);
}
RequestMatcher operator!(const RequestMatcher& a) { return Negation(a); }

}  // namespace wiretape

// SPDX-License-Identifier: MIT
// RequestMatcher, MessageMatcher and their combinators. Wording as in gmock's AllOf, AnyOf and Not.
#include <wiretape/matcher.hpp>

#include <ostream>
#include <sstream>
#include <stdexcept>
#include <string_view>

namespace wiretape {

namespace {

template <class T>
class Predicate {
public:
  Predicate(std::string description, std::function<bool(const T&)> fits)
      : description_(std::move(description)), fits_(std::move(fits)) {}

  bool MatchAndExplain(const T& value, std::ostream*) const { return fits_(value); }
  void DescribeTo(std::ostream* os) const { *os << description_; }
  void DescribeNegationTo(std::ostream* os) const { *os << "not (" << description_ << ')'; }

private:
  std::string description_;
  std::function<bool(const T&)> fits_;
};

template <class T>
class Negation {
public:
  explicit Negation(BasicMatcher<T> inner) : inner_(std::move(inner)) {}

  bool MatchAndExplain(const T& value, std::ostream* why) const {
    return !inner_.MatchAndExplain(value, why);
  }
  void DescribeTo(std::ostream* os) const { inner_.DescribeNegationTo(os); }
  void DescribeNegationTo(std::ostream* os) const { inner_.DescribeTo(os); }

private:
  BasicMatcher<T> inner_;
};

template <class T>
void describe_parts(std::ostream* os, const std::vector<BasicMatcher<T>>& parts, const char* word,
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
template <class T>
bool ask_until(bool decisive, const std::vector<BasicMatcher<T>>& parts, const T& value, std::ostream* why) {
  std::string reasons;
  for (const auto& part : parts) {
    std::ostringstream reason;
    const bool fits = part.MatchAndExplain(value, why != nullptr ? &reason : nullptr);
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

template <class T>
struct BasicMatcher<T>::All {
  bool MatchAndExplain(const T& value, std::ostream* why) const {
    return ask_until(false, parts, value, why);
  }
  void DescribeTo(std::ostream* os) const { describe_parts(os, parts, " and ", false); }
  void DescribeNegationTo(std::ostream* os) const { describe_parts(os, parts, " or ", true); }
  std::vector<BasicMatcher> parts;
};

template <class T>
struct BasicMatcher<T>::Any {
  bool MatchAndExplain(const T& value, std::ostream* why) const { return ask_until(true, parts, value, why); }
  void DescribeTo(std::ostream* os) const { describe_parts(os, parts, " or ", false); }
  void DescribeNegationTo(std::ostream* os) const { describe_parts(os, parts, " and ", true); }
  std::vector<BasicMatcher> parts;
};

template <class T>
template <class Several>
std::vector<BasicMatcher<T>> BasicMatcher<T>::parts_of(const BasicMatcher& a) {
  const auto* several = dynamic_cast<const Held<Several>*>(a.held_.get());
  return several != nullptr ? several->matcher.parts : std::vector{a};
}

template <class T>
template <class Several>
BasicMatcher<T> BasicMatcher<T>::join(const BasicMatcher& a, const BasicMatcher& b) {
  auto parts = parts_of<Several>(a);
  const auto more = parts_of<Several>(b);
  parts.insert(parts.end(), more.begin(), more.end());
  return Several{std::move(parts)};
}

template <class T>
BasicMatcher<T>::BasicMatcher(std::string description, std::function<bool(const T&)> predicate)
    : BasicMatcher(Predicate<T>(std::move(description), predicate)) {
  if (!predicate) throw std::invalid_argument("a matcher needs a predicate that can be called");
}

template <class T>
std::string BasicMatcher<T>::description() const {
  std::ostringstream os;
  DescribeTo(&os);
  return os.str();
}

template <class T>
BasicMatcher<T> BasicMatcher<T>::both(const BasicMatcher& a, const BasicMatcher& b) {
  return join<All>(a, b);
}
template <class T>
BasicMatcher<T> BasicMatcher<T>::either(const BasicMatcher& a, const BasicMatcher& b) {
  return join<Any>(a, b);
}
template <class T>
BasicMatcher<T> BasicMatcher<T>::negated(const BasicMatcher& a) {
  return Negation<T>(a);
}

template class BasicMatcher<Request>;
template class BasicMatcher<WebSocketMessage>;

}  // namespace wiretape

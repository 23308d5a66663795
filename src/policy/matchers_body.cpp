// SPDX-License-Identifier: MIT
// Matchers over the body's text and form fields.
#include <algorithm>
#include <ostream>
#include <regex>
#include <wiretape/matchers.hpp>

#include "base/text.hpp"
#include "policy/explain.hpp"
#include "policy/form.hpp"

namespace wiretape {

namespace {

class HasText {
public:
  explicit HasText(TextMatcher fits) : fits_(std::move(fits)) {}

  bool MatchAndExplain(const Request& request, std::ostream* why) const {
    if (why != nullptr) *why << "whose " << policy::body_is(request.body);
    return fits_.matches(request.body.text());
  }
  void DescribeTo(std::ostream* os) const { policy::describe_part(os, "body", fits_, false); }
  void DescribeNegationTo(std::ostream* os) const { policy::describe_part(os, "body", fits_, true); }

private:
  TextMatcher fits_;
};

TextMatcher contains(std::string part) {
  return {[part](const std::string& text) { return text.find(part) != std::string::npos; },
          [part](std::ostream* os, bool is_negated) {
            *os << (is_negated ? "doesn't contain " : "contains ") << policy::in_quotes(part);
          }};
}

// libstdc++'s default way to run an expression recurses once for each byte and overflows the stack on
// bodies of some 100 KB; its other way does not, but knows no back-references.
class Expression {
public:
  explicit Expression(const std::string& text) {
#ifdef __GLIBCXX__
    try {
      regex_ = std::regex(text, std::regex::ECMAScript | std::regex_constants::__polynomial);
      return;
    } catch (const std::regex_error&) {  // has back-references, or is wrong, which shows below
    }
    limit_bytes_ = 8 * 1024;
#endif
    regex_ = std::regex(text);
  }

  [[nodiscard]] bool is_found_in(const std::string& text) const {
    return text.size() <= limit_bytes_ && std::regex_search(text, regex_);
  }

private:
  std::regex regex_;
  std::size_t limit_bytes_ = std::string::npos;
};

TextMatcher matches_expression(const std::string& text) {
  const Expression expression(text);
  return {[expression](const std::string& body) { return expression.is_found_in(body); },
          [text](std::ostream* os, bool is_negated) {
            *os << (is_negated ? "doesn't match /" : "matches /") << escape_control(text) << '/';
          }};
}

class HasField {
public:
  HasField(std::string name, std::optional<TextMatcher> fits)
      : name_(std::move(name)), fits_(std::move(fits)) {}

  bool MatchAndExplain(const Request& request, std::ostream* why) const {
    const auto form = policy::read_form(request);
    if (!form) {
      if (why != nullptr) *why << "which has no form: " << form.error().message;
      return false;
    }
    std::vector<std::string> values;
    for (const auto& [name, value] : *form) {
      if (name == name_) values.push_back(value);
    }
    if (why != nullptr) explain(values, why);
    if (!fits_) return !values.empty();
    return std::any_of(values.begin(), values.end(),
                       [&](const auto& value) { return fits_->matches(value); });
  }
  void DescribeTo(std::ostream* os) const { describe(os, false); }
  void DescribeNegationTo(std::ostream* os) const { describe(os, true); }

private:
  [[nodiscard]] std::string label() const { return "form field " + escape_control(name_); }

  void explain(const std::vector<std::string>& values, std::ostream* why) const {
    if (values.empty()) {
      *why << "whose form has no field " << escape_control(name_);
    } else {
      *why << "whose " << label() << (values.size() == 1 ? " is " : " is given as ")
           << policy::listed(values);
    }
  }
  void describe(std::ostream* os, bool is_negated) const {
    if (fits_) return policy::describe_one_of(os, label(), *fits_, is_negated);
    *os << (is_negated ? "lacks " : "has ") << label();
  }

  std::string name_;
  std::optional<TextMatcher> fits_;
};

}  // namespace

RequestMatcher HasBody(TextMatcher body) { return HasText(std::move(body)); }
RequestMatcher BodyContains(std::string part) { return HasText(contains(std::move(part))); }
RequestMatcher BodyMatches(const std::string& expression) { return HasText(matches_expression(expression)); }

RequestMatcher HasFormField(std::string name) { return HasField(std::move(name), std::nullopt); }
RequestMatcher HasFormField(std::string name, TextMatcher value) {
  return HasField(std::move(name), std::move(value));
}

}  // namespace wiretape

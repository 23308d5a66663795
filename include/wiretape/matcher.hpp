// SPDX-License-Identifier: MIT
// RequestMatcher: says whether a request fits, and why not. The same object serves in rules, in
// wait_for and in EXPECT_THAT.
#pragma once

#include <concepts>
#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <wiretape/http.hpp>

namespace wiretape {

// Opens RequestMatcher and TextMatcher to the matchers of a test framework: a specialisation has
// `static A adapt(const M&)`, where A offers GoogleTest's protocol over `const T&`, below.
// <wiretape/gtest.hpp> specialises it for all that converts to testing::Matcher<const T&>.
template <class M, class T>
struct MatcherAdapter;

template <class M, class T>
concept AdaptableMatcher = requires(const M& matcher) {
  MatcherAdapter<M, T>::adapt(matcher);
};

// What any matcher class over requests offers; GoogleTest's own protocol for matcher classes.
// `why` may be null.
template <class M>
concept MatchesRequests = requires(const M& matcher, const Request& request, std::ostream* os) {
  { matcher.MatchAndExplain(request, os) } -> std::convertible_to<bool>;
  matcher.DescribeTo(os);
  matcher.DescribeNegationTo(os);
};

// A copyable value that holds any matcher over requests. Immutable: may be used from any thread.
class RequestMatcher {
public:
  using is_gtest_matcher = void;

  // Holds a copy of `matcher`: a class of the user's, or with <wiretape/gtest.hpp> any gmock matcher.
  template <class M>
  requires(!std::same_as<M, RequestMatcher> && MatchesRequests<M>) RequestMatcher(M matcher)  // NOLINT
      : held_(std::make_shared<Held<M>>(std::move(matcher))) {}
  template <class M>
  requires(!std::same_as<M, RequestMatcher> && !MatchesRequests<M> && AdaptableMatcher<M, Request>)
      RequestMatcher(const M& matcher)  // NOLINT
      : RequestMatcher(MatcherAdapter<M, Request>::adapt(matcher)) {}

  // Holds a predicate; `description` is a verb phrase, "is a retry". The predicate runs on the
  // deck's thread when used in a rule or in wait_for.
  RequestMatcher(std::string description, std::function<bool(const Request&)> predicate);

  bool MatchAndExplain(const Request& request, std::ostream* why) const { return held_->match(request, why); }
  void DescribeTo(std::ostream* os) const { held_->describe(os, false); }
  void DescribeNegationTo(std::ostream* os) const { held_->describe(os, true); }

  [[nodiscard]] bool matches(const Request& request) const { return MatchAndExplain(request, nullptr); }
  [[nodiscard]] std::string description() const;

  // The second matcher of && is asked only when the first fits, that of || only when it does not.
  friend RequestMatcher operator&&(const RequestMatcher& a, const RequestMatcher& b);
  friend RequestMatcher operator||(const RequestMatcher& a, const RequestMatcher& b);
  friend RequestMatcher operator!(const RequestMatcher& a);

private:
  struct Base {
    virtual ~Base() = default;
    virtual bool match(const Request& request, std::ostream* why) const = 0;
    virtual void describe(std::ostream* os, bool is_negated) const = 0;
  };
  template <class M>
  struct Held final : Base {
    explicit Held(M m) : matcher(std::move(m)) {}
    bool match(const Request& request, std::ostream* why) const override {
      return matcher.MatchAndExplain(request, why);
    }
    void describe(std::ostream* os, bool is_negated) const override {
      is_negated ? matcher.DescribeNegationTo(os) : matcher.DescribeTo(os);
    }
    M matcher;
  };
  struct All;
  struct Any;

  // a's parts when it is made of such parts (a && b && c is one of three), else a itself.
  template <class Several>
  static std::vector<RequestMatcher> parts_of(const RequestMatcher& a);
  template <class Several>
  static RequestMatcher join(const RequestMatcher& a, const RequestMatcher& b);

  std::shared_ptr<const Base> held_;
};

}  // namespace wiretape

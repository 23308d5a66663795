// SPDX-License-Identifier: MIT
// RequestMatcher: says whether a request fits, and why not. The same object serves in rules, in
// wait_for and in EXPECT_THAT. MessageMatcher: the same for WebSocket messages.
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
#include <wiretape/websocket.hpp>

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

// What any matcher class over values of T offers; GoogleTest's own protocol for matcher classes.
// `why` may be null.
template <class M, class T>
concept Matches = requires(const M& matcher, const T& value, std::ostream* os) {
  { matcher.MatchAndExplain(value, os) } -> std::convertible_to<bool>;
  matcher.DescribeTo(os);
  matcher.DescribeNegationTo(os);
};

// A copyable value that holds any matcher over values of T. Immutable: may be used from any thread.
template <class T>
class BasicMatcher {
public:
  using is_gtest_matcher = void;

  // Holds a copy of `matcher`: a class of the user's, or with <wiretape/gtest.hpp> any gmock matcher.
  template <class M>
  requires(!std::same_as<M, BasicMatcher> && Matches<M, T>) BasicMatcher(M matcher)  // NOLINT
      : held_(std::make_shared<Held<M>>(std::move(matcher))) {}
  template <class M>
  requires(!std::same_as<M, BasicMatcher> && !Matches<M, T> && AdaptableMatcher<M, T>)
      BasicMatcher(const M& matcher)  // NOLINT
      : BasicMatcher(MatcherAdapter<M, T>::adapt(matcher)) {}

  // Holds a predicate; `description` is a verb phrase, "is a retry". The predicate runs on the
  // deck's thread when used in a rule or in wait_for.
  BasicMatcher(std::string description, std::function<bool(const T&)> predicate);

  bool MatchAndExplain(const T& value, std::ostream* why) const { return held_->match(value, why); }
  void DescribeTo(std::ostream* os) const { held_->describe(os, false); }
  void DescribeNegationTo(std::ostream* os) const { held_->describe(os, true); }

  [[nodiscard]] bool matches(const T& value) const { return MatchAndExplain(value, nullptr); }
  [[nodiscard]] std::string description() const;

  // The second matcher of && is asked only when the first fits, that of || only when it does not.
  friend BasicMatcher operator&&(const BasicMatcher& a, const BasicMatcher& b) { return both(a, b); }
  friend BasicMatcher operator||(const BasicMatcher& a, const BasicMatcher& b) { return either(a, b); }
  friend BasicMatcher operator!(const BasicMatcher& a) { return negated(a); }

private:
  struct Base {
    virtual ~Base() = default;
    virtual bool match(const T& value, std::ostream* why) const = 0;
    virtual void describe(std::ostream* os, bool is_negated) const = 0;
  };
  template <class M>
  struct Held final : Base {
    explicit Held(M m) : matcher(std::move(m)) {}
    bool match(const T& value, std::ostream* why) const override {
      return matcher.MatchAndExplain(value, why);
    }
    void describe(std::ostream* os, bool is_negated) const override {
      is_negated ? matcher.DescribeNegationTo(os) : matcher.DescribeTo(os);
    }
    M matcher;
  };
  struct All;
  struct Any;

  static BasicMatcher both(const BasicMatcher& a, const BasicMatcher& b);
  static BasicMatcher either(const BasicMatcher& a, const BasicMatcher& b);
  static BasicMatcher negated(const BasicMatcher& a);
  // a's parts when it is made of such parts (a && b && c is one of three), else a itself.
  template <class Several>
  static std::vector<BasicMatcher> parts_of(const BasicMatcher& a);
  template <class Several>
  static BasicMatcher join(const BasicMatcher& a, const BasicMatcher& b);

  std::shared_ptr<const Base> held_;
};

using RequestMatcher = BasicMatcher<Request>;
using MessageMatcher = BasicMatcher<WebSocketMessage>;

extern template class BasicMatcher<Request>;
extern template class BasicMatcher<WebSocketMessage>;

}  // namespace wiretape

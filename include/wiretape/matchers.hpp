// SPDX-License-Identifier: MIT
// Matchers over requests: EXPECT_THAT(deck.requests(), ElementsAre(HasPath("/today"))). They need no
// gtest; with <wiretape/gtest.hpp> the text arguments also take any gmock matcher of a string.
#pragma once

#include <concepts>
#include <cstddef>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <wiretape/matcher.hpp>
#include <wiretape/times.hpp>

namespace wiretape {

// A string, a literal or a view. nullptr is none, though std::string would take it.
template <class S>
concept Text = !std::same_as<std::remove_cvref_t<S>, std::nullptr_t> &&
               (std::convertible_to<S, std::string_view> || std::convertible_to<S, std::string>);

// A predicate on a text with its description ("starts with \"a\""), for the arguments below. A plain
// string means: is equal to it. With <wiretape/gtest.hpp> any gmock matcher of a string will do.
class TextMatcher {
public:
  template <Text S>
  TextMatcher(S&& text) : TextMatcher(equal_to(std::string(std::forward<S>(text)))) {}  // NOLINT
  // describe(os, is_negated) writes a verb phrase.
  TextMatcher(std::function<bool(const std::string&)> matches,
              std::function<void(std::ostream*, bool)> describe);
  template <class M>
  requires(!Text<const M&> && AdaptableMatcher<M, std::string>) TextMatcher(const M& matcher)  // NOLINT
      : TextMatcher(adapted(MatcherAdapter<M, std::string>::adapt(matcher))) {}

  [[nodiscard]] bool matches(const std::string& text) const { return matches_(text); }
  void describe(std::ostream* os, bool is_negated) const { describe_(os, is_negated); }
  // Set when this stands for equality.
  [[nodiscard]] const std::string* expected() const { return expected_ ? &*expected_ : nullptr; }

private:
  static TextMatcher equal_to(std::string text);
  template <class A>
  static TextMatcher adapted(A adapter) {
    return {[adapter](const std::string& text) { return adapter.MatchAndExplain(text, nullptr); },
            [adapter](std::ostream* os, bool is_negated) {
              is_negated ? adapter.DescribeNegationTo(os) : adapter.DescribeTo(os);
            }};
  }

  std::function<bool(const std::string&)> matches_;
  std::function<void(std::ostream*, bool)> describe_;
  std::optional<std::string> expected_;
};

// A number and not a character: HasJson("/id", 'x') would be a mistake.
template <class N>
concept JsonNumber = std::floating_point<N> ||
    (std::integral<N> && !std::same_as<N, bool> && !std::same_as<N, char> && !std::same_as<N, wchar_t>);

// A JSON value to compare with: 3, 2.5, true, nullptr, "text", or json(R"({"a": [1, 2]})").
class JsonValue {
public:
  JsonValue(std::nullptr_t);  // NOLINT
  template <std::same_as<bool> B>
  JsonValue(B value) : dump_(value ? "true" : "false") {}  // NOLINT
  template <JsonNumber N>
  JsonValue(N number) : dump_(number_text(number)) {}  // NOLINT; throws for what is not finite
  JsonValue(std::string_view text);                    // NOLINT a JSON string, not JSON text
  JsonValue(const char* text);                         // NOLINT
  JsonValue(const std::string& text);                  // NOLINT

  [[nodiscard]] const std::string& dump() const { return dump_; }  // JSON text

  // From JSON text. Throws std::invalid_argument with the offset when it is none.
  friend JsonValue json(std::string_view text);

private:
  struct Raw {};
  JsonValue(Raw, std::string dump) : dump_(std::move(dump)) {}
  template <JsonNumber N>
  static std::string number_text(N number) {
    if constexpr (std::floating_point<N>) {
      return floating_text(static_cast<double>(number));
    } else {
      return std::to_string(number);
    }
  }
  static std::string floating_text(double number);

  std::string dump_;
};
[[nodiscard]] JsonValue json(std::string_view text);

[[nodiscard]] RequestMatcher AnyRequest();

[[nodiscard]] RequestMatcher HasMethod(TextMatcher method);  // case matters (RFC 9110 §9.1)
[[nodiscard]] RequestMatcher HasUrl(TextMatcher url);  // "https://host/path?query", default port left out
[[nodiscard]] RequestMatcher HasScheme(TextMatcher scheme);
[[nodiscard]] RequestMatcher HasHost(TextMatcher host);  // lower case, without the port
[[nodiscard]] RequestMatcher HasPort(int port);
[[nodiscard]] RequestMatcher HasPath(TextMatcher path);  // as sent: nothing is decoded
// A query parameter by decoded name and value; any of several equal names may fit.
[[nodiscard]] RequestMatcher HasQueryParam(std::string name);
[[nodiscard]] RequestMatcher HasQueryParam(std::string name, TextMatcher value);

// A header by name in any case; any of several values may fit.
[[nodiscard]] RequestMatcher HasHeader(std::string name);
[[nodiscard]] RequestMatcher HasHeader(std::string name, TextMatcher value);
// Exactly these values of that name, in this order.
[[nodiscard]] RequestMatcher HasHeaderValues(std::string name, std::vector<std::string> values);

// Bodies are compared decoded (gzip, br … removed).
[[nodiscard]] RequestMatcher HasBody(TextMatcher body);
[[nodiscard]] RequestMatcher BodyContains(std::string part);
// The ECMAScript expression is found somewhere in the body. Throws std::regex_error now, not later.
[[nodiscard]] RequestMatcher BodyMatches(const std::string& expression);
// A form field of application/x-www-form-urlencoded or multipart/form-data.
[[nodiscard]] RequestMatcher HasFormField(std::string name);
[[nodiscard]] RequestMatcher HasFormField(std::string name, TextMatcher value);
// The whole body as JSON, by value: the order of keys and white space do not matter.
[[nodiscard]] RequestMatcher HasJson(JsonValue whole);
// The value at a JSON pointer (RFC 6901): HasJson("/items/0/id", 7). Throws std::invalid_argument when
// `pointer` is none.
[[nodiscard]] RequestMatcher HasJson(std::string pointer, JsonValue value);
[[nodiscard]] RequestMatcher HasJsonAt(std::string pointer);  // something is there
[[nodiscard]] RequestMatcher HasJsonAt(
    std::string pointer, TextMatcher text);  // a string there, or the JSON text of another value

// WebSocket messages of the code under test, over deck.messages(): a text, decoded, or a binary one.
[[nodiscard]] MessageMatcher SentText(TextMatcher text);
[[nodiscard]] MessageMatcher SentBinary(TextMatcher bytes);
// A text that is JSON: the whole by value, or the value at a pointer, as of HasJson.
[[nodiscard]] MessageMatcher SentJson(JsonValue whole);
[[nodiscard]] MessageMatcher SentJson(std::string pointer, JsonValue value);

// Over a list of requests: EXPECT_THAT(deck.requests(), Received(2, HasPath("/today"))). Also over
// anything with requests(), a deck for one.
class RequestsMatcher {
public:
  using is_gtest_matcher = void;

  bool MatchAndExplain(const std::vector<Request>& requests, std::ostream* why) const {
    return match_(requests, why);
  }
  template <class D>
  requires requires(const D& deck) {
    { deck.requests() } -> std::convertible_to<std::vector<Request>>;
  }
  bool MatchAndExplain(const D& deck, std::ostream* why) const { return match_(deck.requests(), why); }
  void DescribeTo(std::ostream* os) const { describe_(os, false); }
  void DescribeNegationTo(std::ostream* os) const { describe_(os, true); }

private:
  friend RequestsMatcher Received(Times times, RequestMatcher which);
  friend RequestsMatcher received_in_order(std::vector<RequestMatcher> these);
  using Match = std::function<bool(const std::vector<Request>&, std::ostream*)>;
  using Describe = std::function<void(std::ostream*, bool)>;
  RequestsMatcher(Match match, Describe describe)
      : match_(std::move(match)), describe_(std::move(describe)) {}

  Match match_;
  Describe describe_;
};

// `which` was received that often.
[[nodiscard]] RequestsMatcher Received(Times times, RequestMatcher which);
// These were received in this order; others may stand between.
[[nodiscard]] RequestsMatcher received_in_order(std::vector<RequestMatcher> these);
template <class... M>
[[nodiscard]] RequestsMatcher ReceivedInOrder(M... these) {
  return received_in_order({RequestMatcher(std::move(these))...});
}

}  // namespace wiretape

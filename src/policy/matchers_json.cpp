// SPDX-License-Identifier: MIT
// JsonValue, and matchers over a body's JSON.
#include <array>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <ostream>
#include <stdexcept>
#include <wiretape/matchers.hpp>

#include "base/text.hpp"
#include "policy/explain.hpp"
#include "policy/json.hpp"

namespace wiretape {

namespace {

using policy::Json;
using policy::show;

std::string json_string(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Json value_of(const JsonValue& value) { return *policy::parse_json(value.dump()); }

// The body's JSON; where there is none, `why` hears the reason.
std::optional<Json> read_json(const Request& request, std::ostream* why) {
  auto json = policy::parse_json(request.body.text());
  if (json) return std::move(*json);
  if (why != nullptr && request.body.empty()) *why << "whose body is empty, and not JSON";
  if (why != nullptr && !request.body.empty()) {
    *why << "whose body is not JSON: " << json.error().message << " at byte " << json.error().offset << " of "
         << policy::in_quotes(request.body.text());
  }
  return std::nullopt;
}

std::string size_of(const Json& value) {
  if (value.kind == Json::Kind::array) return "an array of " + std::to_string(value.items.size());
  if (value.kind == Json::Kind::object) return "an object of " + std::to_string(value.members.size());
  return show(value);
}

// A pointer that was checked when the matcher was made.
class Pointer {
public:
  explicit Pointer(std::string text) : text_(std::move(text)) {
    auto tokens = parse_pointer(text_);
    if (!tokens) {
      throw std::invalid_argument(policy::in_quotes(text_) +
                                  " is no JSON pointer: each step begins with \"/\", as in \"/items/0/id\", "
                                  "and ~ is written ~0");
    }
    tokens_ = std::move(*tokens);
  }

  // The value there; where there is none, `why` hears what there is.
  [[nodiscard]] const Json* in(const Json& root, std::ostream* why) const {
    const auto found = policy::find(root, tokens_);
    if (found.depth == tokens_.size()) return found.value;
    if (why != nullptr) {
      const auto nearest = to_pointer(tokens_, found.depth);
      *why << "whose JSON has nothing at " << *this << "; the nearest is "
           << (nearest.empty() ? "the whole" : nearest) << ", " << size_of(*found.value);
    }
    return nullptr;
  }

  friend std::ostream& operator<<(std::ostream& os, const Pointer& pointer) {
    return os << (pointer.text_.empty() ? "\"\"" : escape_control(pointer.text_, policy::explained_bytes));
  }

private:
  std::string text_;
  std::vector<std::string> tokens_;
};

class HasWhole {
public:
  explicit HasWhole(const JsonValue& whole) : whole_(value_of(whole)) {}

  bool MatchAndExplain(const Request& request, std::ostream* why) const {
    const auto json = read_json(request, why);
    if (!json) return false;
    const bool fits = *json == whole_;
    if (why != nullptr) fits ? void(*why << "whose JSON is " << show(*json)) : explain(*json, *why);
    return fits;
  }
  void DescribeTo(std::ostream* os) const { *os << "has JSON " << show(whole_); }
  void DescribeNegationTo(std::ostream* os) const { *os << "does not have JSON " << show(whole_); }

private:
  void explain(const Json& json, std::ostream& why) const {
    const auto all = policy::differences(json, whole_);
    const auto& first = all.front();
    const std::string where =
        first.pointer.empty() ? "" : " at " + escape_control(first.pointer, policy::explained_bytes);
    if (first.a == nullptr) {
      why << "whose JSON has nothing" << where << ", not " << show(*first.b);
    } else {
      why << "whose JSON" << where << " is " << show(*first.a) << ", not "
          << (first.b == nullptr ? "absent" : show(*first.b));
    }
    if (all.size() > 1)
      why << ", and differs in " << all.size() - 1 << (all.size() == 2 ? " more place" : " more places");
  }

  Json whole_;
};

class HasValueAt {
public:
  HasValueAt(std::string pointer, const JsonValue& value)
      : pointer_(std::move(pointer)), value_(value_of(value)) {}

  bool MatchAndExplain(const Request& request, std::ostream* why) const {
    const auto json = read_json(request, why);
    const auto* value = json ? pointer_.in(*json, why) : nullptr;
    if (value == nullptr) return false;
    const bool fits = *value == value_;
    if (why != nullptr) *why << "whose JSON at " << pointer_ << " is " << show(*value);
    if (why != nullptr && !fits) *why << ", not " << show(value_);
    return fits;
  }
  void DescribeTo(std::ostream* os) const { *os << "has JSON " << show(value_) << " at " << pointer_; }
  void DescribeNegationTo(std::ostream* os) const {
    *os << "does not have JSON " << show(value_) << " at " << pointer_;
  }

private:
  Pointer pointer_;
  Json value_;
};

class HasTextAt {
public:
  HasTextAt(std::string pointer, std::optional<TextMatcher> fits)
      : pointer_(std::move(pointer)), fits_(std::move(fits)) {}

  bool MatchAndExplain(const Request& request, std::ostream* why) const {
    const auto json = read_json(request, why);
    const auto* value = json ? pointer_.in(*json, why) : nullptr;
    if (value == nullptr) return false;
    if (why != nullptr) *why << "whose JSON at " << pointer_ << " is " << show(*value);
    if (!fits_) return true;
    return fits_->matches(value->kind == Json::Kind::string ? value->text : show(*value, std::string::npos));
  }
  void DescribeTo(std::ostream* os) const { describe(os, false); }
  void DescribeNegationTo(std::ostream* os) const { describe(os, true); }

private:
  void describe(std::ostream* os, bool is_negated) const {
    if (!fits_) {
      *os << (is_negated ? "has nothing in its JSON at " : "has something in its JSON at ") << pointer_;
      return;
    }
    *os << (is_negated ? "has no JSON at " : "has JSON at ") << pointer_ << " that ";
    fits_->describe(os, false);
  }

  Pointer pointer_;
  std::optional<TextMatcher> fits_;
};

}  // namespace

JsonValue::JsonValue(std::nullptr_t) : dump_("null") {}
JsonValue::JsonValue(std::string_view text) : dump_(json_string(text)) {}
JsonValue::JsonValue(const char* text) : JsonValue(std::string_view(text)) {}
JsonValue::JsonValue(const std::string& text) : JsonValue(std::string_view(text)) {}

std::string JsonValue::floating_text(double number) {
  if (!std::isfinite(number)) throw std::invalid_argument("JSON has no number for NaN and infinity");
  std::array<char, 32> digits{};  // the shortest text that reads as this number takes 24
  return {digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr};
}

JsonValue json(std::string_view text) {
  const auto value = policy::parse_json(text);
  if (!value) {
    throw std::invalid_argument("json(): " + value.error().message + " at byte " +
                                std::to_string(value.error().offset) + " of " + policy::in_quotes(text));
  }
  return {JsonValue::Raw{}, std::string(text)};
}

RequestMatcher HasJson(JsonValue whole) { return HasWhole(whole); }
RequestMatcher HasJson(std::string pointer, JsonValue value) { return HasValueAt(std::move(pointer), value); }
RequestMatcher HasJsonAt(std::string pointer) { return HasTextAt(std::move(pointer), std::nullopt); }
RequestMatcher HasJsonAt(std::string pointer, TextMatcher text) {
  return HasTextAt(std::move(pointer), std::move(text));
}

}  // namespace wiretape

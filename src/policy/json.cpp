// SPDX-License-Identifier: MIT
#include "policy/json.hpp"

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "base/json_pointer.hpp"
#include "base/text.hpp"

namespace wiretape::policy {

namespace {

constexpr std::size_t depth_limit = 512;  // deeper than any service answers, and far from the stack's end

// A decimal without the many ways to write it: -12.30e4 is {true, "123", 3}; zero has no digits.
struct Decimal {
  bool is_negative = false;
  std::string digits;  // neither end is '0'
  long long exponent = 0;

  friend bool operator==(const Decimal&, const Decimal&) = default;
};

// Nothing when the exponent is beyond counting.
std::optional<Decimal> read_decimal(std::string_view number) {
  Decimal out;
  out.is_negative = number.starts_with('-');
  if (out.is_negative) number.remove_prefix(1);
  const auto e = number.find_first_of("eE");
  if (e != std::string_view::npos) {
    auto digits = number.substr(e + 1);
    const bool is_small = digits.starts_with('-');
    if (is_small || digits.starts_with('+')) digits.remove_prefix(1);
    const auto exponent = parse_decimal(digits);
    if (!exponent || *exponent > 1'000'000) return std::nullopt;
    out.exponent = is_small ? -static_cast<long long>(*exponent) : static_cast<long long>(*exponent);
    number = number.substr(0, e);
  }
  if (const auto point = number.find('.'); point != std::string_view::npos) {
    out.exponent -= static_cast<long long>(number.size() - point - 1);
  }
  std::copy_if(number.begin(), number.end(), std::back_inserter(out.digits), [](char c) { return c != '.'; });
  out.digits.erase(0, std::min(out.digits.find_first_not_of('0'), out.digits.size()));
  const auto kept = out.digits.find_last_not_of('0') + 1;  // 0 where there is none
  out.exponent += static_cast<long long>(out.digits.size() - kept);
  out.digits.resize(kept);
  if (out.digits.empty()) return Decimal{};
  return out;
}

bool equal_numbers(const std::string& a, const std::string& b) {
  if (a == b) return true;
  const auto x = read_decimal(a);
  const auto y = read_decimal(b);
  if (!x || !y || x == y) return x && y;
  const bool are_integers = x->exponent >= 0 && y->exponent >= 0;
  return !are_integers && std::strtod(a.c_str(), nullptr) == std::strtod(b.c_str(), nullptr);
}

// Builds a Json from nlohmann's events, which keep the text of numbers that do not fit 64 bits.
class Builder : public nlohmann::json_sax<nlohmann::json> {
public:
  bool null() override { return put({Json::Kind::null, "null"}); }
  bool boolean(bool value) override { return put({Json::Kind::boolean, value ? "true" : "false"}); }
  bool number_integer(std::int64_t value) override {
    return put({Json::Kind::number, std::to_string(value)});
  }
  bool number_unsigned(std::uint64_t value) override {
    return put({Json::Kind::number, std::to_string(value)});
  }
  bool number_float(double, const std::string& text) override { return put({Json::Kind::number, text}); }
  bool string(std::string& value) override { return put({Json::Kind::string, std::move(value)}); }
  bool binary(nlohmann::json::binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Json::Kind::object); }
  bool start_array(std::size_t) override { return open(Json::Kind::array); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(std::string& name) override {
    key_ = std::move(name);
    return true;
  }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
    error = {"this is not JSON", position == 0 ? 0 : position - 1};  // nlohmann counts from 1
    return false;
  }

  Json root;
  std::optional<Error> error;

private:
  Json* place(Json value) {
    if (open_.empty()) return &(root = std::move(value));
    Json& parent = *open_.back();
    if (parent.kind == Json::Kind::object) return &(parent.members[key_] = std::move(value));
    return &parent.items.emplace_back(std::move(value));
  }
  bool put(Json value) {
    place(std::move(value));
    return true;
  }
  bool open(Json::Kind kind) {
    if (open_.size() == depth_limit) return false;
    open_.push_back(place({kind}));
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  // A pointer stays good while its value is open: siblings are added only after it is closed.
  std::vector<Json*> open_;
  std::string key_;
};

void write(std::string& out, const Json& value, std::size_t limit) {
  if (out.size() > limit) return;  // the caller cuts
  const auto quoted = [](const std::string& text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  };
  const char* separator = "";
  switch (value.kind) {
    case Json::Kind::string:
      out += quoted(value.text);
      return;
    case Json::Kind::array:
      out += '[';
      for (const auto& item : value.items) {
        out += std::exchange(separator, ",");
        write(out, item, limit);
      }
      out += ']';
      return;
    case Json::Kind::object:
      out += '{';
      for (const auto& [name, member] : value.members) {
        out += std::exchange(separator, ",") + quoted(name) + ':';
        write(out, member, limit);
      }
      out += '}';
      return;
    default:
      out += value.text;
  }
}

void collect(std::vector<Difference>& out, const std::string& pointer, const Json& a, const Json& b) {
  if (a.kind == Json::Kind::object && b.kind == Json::Kind::object) {
    for (const auto& [name, member] : a.members) {
      const auto path = pointer + '/' + escaped_pointer_token(name);
      const auto other = b.members.find(name);
      other == b.members.end() ? out.push_back({path, &member, nullptr})
                               : collect(out, path, member, other->second);
    }
    for (const auto& [name, member] : b.members) {
      if (!a.members.contains(name))
        out.push_back({pointer + '/' + escaped_pointer_token(name), nullptr, &member});
    }
  } else if (a.kind == Json::Kind::array && b.kind == Json::Kind::array) {
    for (std::size_t i = 0; i < std::max(a.items.size(), b.items.size()); ++i) {
      const auto path = pointer + '/' + std::to_string(i);
      if (i < a.items.size() && i < b.items.size()) {
        collect(out, path, a.items[i], b.items[i]);
      } else {
        out.push_back(
            {path, i < a.items.size() ? &a.items[i] : nullptr, i < b.items.size() ? &b.items[i] : nullptr});
      }
    }
  } else if (!(a == b)) {
    out.push_back({pointer, &a, &b});
  }
}

}  // namespace

bool operator==(const Json& a, const Json& b) {
  if (a.kind != b.kind) return false;
  if (a.kind == Json::Kind::number) return equal_numbers(a.text, b.text);
  return a.text == b.text && a.items == b.items && a.members == b.members;
}

Result<Json> parse_json(std::string_view text) {
  Builder builder;
  if (nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) return std::move(builder.root);
  return builder.error.value_or(Error{"this is JSON nested too deeply to compare", 0});
}

std::string show(const Json& value, std::size_t limit) {
  std::string out;
  write(out, value, limit);
  return escape_control(out, limit);
}

Found find(const Json& root, const std::vector<std::string>& tokens) {
  Found found{&root, 0};
  for (const auto& token : tokens) {
    const Json* next = nullptr;
    if (found.value->kind == Json::Kind::object) {
      const auto member = found.value->members.find(token);
      if (member != found.value->members.end()) next = &member->second;
    } else if (found.value->kind == Json::Kind::array) {
      const auto index = parse_decimal(token);
      const bool is_index = index && (token == "0" || !token.starts_with('0'));  // RFC 6901 §4
      if (is_index && *index < found.value->items.size()) next = &found.value->items[*index];
    }
    if (next == nullptr) return found;
    found = {next, found.depth + 1};
  }
  return found;
}

std::vector<Difference> differences(const Json& a, const Json& b) {
  std::vector<Difference> out;
  collect(out, "", a, b);
  return out;
}

}  // namespace wiretape::policy

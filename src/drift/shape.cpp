// SPDX-License-Identifier: MIT
#include "drift/shape.hpp"

#include <algorithm>

namespace wiretape::drift {

namespace {

using policy::Json;
using Kind = Json::Kind;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// '9' stands for a digit, 'x' for a hexadecimal one; others for themselves.
bool begins_like(std::string_view text, std::string_view pattern) {
  return text.size() >= pattern.size() &&
         std::equal(pattern.begin(), pattern.end(), text.begin(), [](char expected, char c) {
           if (expected == '9') return is_digit(c);
           return expected == 'x' ? is_hex(c) : expected == c;
         });
}

bool is_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && is_digit(text.front()) && is_digit(text.back()) &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || c == '.'; }) &&
         std::count(text.begin(), text.end(), '.') <= 1;
}

bool is_fraction(const std::string& number) { return number.find_first_of(".eE") != std::string::npos; }

// Members that are named by dates or identifiers are elements of a list that is kept by its keys.
bool are_keys(const std::map<std::string, Json>& members) {
  return !members.empty() && std::all_of(members.begin(), members.end(), [](const auto& member) {
    return format_of(member.first) != TextFormat::plain;
  });
}

void add_element(Shape& shape, const Json& value) {
  if (!shape.element) shape.element = std::make_unique<Shape>();
  ++shape.elements;
  add(*shape.element, value);
}

void add_value(Shape& shape, const Json& value) {
  const auto text = policy::show(value);
  if (shape.values.contains(text) || shape.values.size() < most_values) ++shape.values[text];
}

}  // namespace

TextFormat format_of(std::string_view text) {
  if (text.size() == 10 && begins_like(text, "9999-99-99")) return TextFormat::date;
  const bool is_time =
      begins_like(text, "9999-99-99T99:99:99") || begins_like(text, "9999-99-99 99:99:99");  // RFC 3339
  if (is_time) return TextFormat::time;
  if (text.size() == 36 && begins_like(text, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx")) return TextFormat::uuid;
  if (text.starts_with("https://") || text.starts_with("http://")) return TextFormat::url;
  return is_number(text) ? TextFormat::number : TextFormat::plain;
}

std::string_view to_string(TextFormat format) {
  constexpr std::array<std::string_view, 6> names{"text", "number", "date", "time", "UUID", "URL"};
  return names.at(static_cast<std::size_t>(format));
}

void add(Shape& shape, const Json& value) {
  ++shape.seen;
  if (value.kind == Kind::object && are_keys(value.members)) {
    ++shape.kinds.at(static_cast<std::size_t>(Kind::array));
    for (const auto& [name, member] : value.members) add_element(shape, member);
    return;
  }
  ++shape.kinds.at(static_cast<std::size_t>(value.kind));
  switch (value.kind) {
    case Kind::object:
      for (const auto& [name, member] : value.members) add(shape.members[name], member);
      break;
    case Kind::array:
      for (const auto& item : value.items) add_element(shape, item);
      break;
    case Kind::number:
      if (is_fraction(value.text)) ++shape.fractions;
      add_value(shape, value);
      break;
    case Kind::string:
      ++shape.formats[format_of(value.text)];
      add_value(shape, value);
      break;
    default:
      add_value(shape, value);
  }
}

std::string kinds_of(const Shape& shape) {
  constexpr std::array<std::string_view, 6> names{"null", "boolean", "number", "string", "list", "object"};
  std::string out;
  for (std::size_t kind = names.size(); kind-- > 0;) {
    if (shape.kinds.at(kind) == 0) continue;
    const bool is_integer = static_cast<Kind>(kind) == Kind::number && shape.fractions == 0;
    out += (out.empty() ? "" : " or ") + std::string(is_integer ? "integer" : names.at(kind));
  }
  return out.empty() ? "nothing" : out;
}

}  // namespace wiretape::drift

// SPDX-License-Identifier: MIT
#include <algorithm>

#include "base/json_pointer.hpp"
#include "base/text.hpp"
#include "drift/drifting.hpp"

namespace wiretape::drift {

namespace {

bool leads_to(const std::string& pointer, std::string_view place) {
  const auto a = parse_pointer(pointer);
  const auto b = parse_pointer(place);
  return a && b &&
         std::equal(a->begin(), a->end(), b->begin(), b->end(), [](const auto& token, const auto& other) {
           return token == other || token == "*" || other == "*";
         });
}

bool is_at(const Ignored& place, Ignored::Where where, std::string_view name) {
  if (place.where != where) return false;
  return where == Ignored::Where::json ? leads_to(place.name, name) : equals_ignoring_case(place.name, name);
}

}  // namespace

std::string shown(std::string_view text) {
  constexpr std::size_t most = 80;
  return escape_control(text, most);
}

bool Places::is_ignored(Ignored::Where where, std::string_view name) const {
  return std::any_of(ignored.begin(), ignored.end(),
                     [&](const Ignored& place) { return !place.is_value && is_at(place, where, name); });
}

bool Places::is_value_ignored(Ignored::Where where, std::string_view name) const {
  return std::any_of(ignored.begin(), ignored.end(),
                     [&](const Ignored& place) { return is_at(place, where, name); });
}

}  // namespace wiretape::drift

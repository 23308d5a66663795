// SPDX-License-Identifier: MIT
#include <algorithm>

#include "base/text.hpp"
#include "drift/drifting.hpp"
#include "policy/ignored.hpp"

namespace wiretape::drift {

namespace {

bool is_at(const Ignored& place, Ignored::Where where, std::string_view name) {
  if (place.where != where) return false;
  return where == Ignored::Where::json ? policy::may_be_one(place.name, name)
                                       : equals_ignoring_case(place.name, name);
}

}  // namespace

std::string shown(std::string_view text) {
  constexpr std::size_t most = 80;
  return escape_control(text, most);
}

DriftChange change(DriftKind kind, bool is_breaking, std::string place, std::string recorded,
                   std::string now) {
  DriftChange out;
  out.kind = kind;
  out.is_breaking = is_breaking;
  out.place = std::move(place);
  out.recorded = std::move(recorded);
  out.now = std::move(now);
  return out;
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

// SPDX-License-Identifier: MIT
#include "policy/proposal.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.hpp"
#include "policy/ignored.hpp"
#include "policy/match.hpp"

namespace wiretape::policy {

namespace {

using Kind = MatchPart::Kind;

constexpr std::size_t most_places = 5;  // more is another request

std::vector<std::string> values_of(const http::Parameters& parameters, const std::string& name) {
  std::vector<std::string> values;
  for (const auto& [each, value] : parameters) {
    if (each == name) values.push_back(value);
  }
  return values;
}

void add_parameters(std::vector<Ignored>& places, Ignored::Where where, const http::Parameters& recorded,
                    const http::Parameters& live) {
  std::set<std::string> names;
  for (const auto* side : {&recorded, &live}) {
    for (const auto& parameter : *side) names.insert(parameter.first);
  }
  for (const auto& name : names) {
    const auto a = values_of(recorded, name), b = values_of(live, name);
    if (a != b) places.push_back({where, name, a.size() == b.size()});
  }
}

// False: something differs that is no place in it.
bool add_json(std::vector<Ignored>& places, const Json& recorded, const Json& live) {
  for (const auto& difference : differences(recorded, live)) {
    if (difference.pointer.empty()) return false;
    places.push_back(
        {Ignored::Where::json, difference.pointer, difference.a != nullptr && difference.b != nullptr});
  }
  return true;
}

bool add_body(std::vector<Ignored>& places, const MatchPart& part, const Request& recorded,
              const Request& live) {
  const bool are_whole = !recorded.body.is_truncated && !live.body.is_truncated;
  if (!are_whole || recorded.body.empty() || live.body.empty()) return false;
  const auto form = compared_form(part, recorded);
  const auto live_form = compared_form(part, live);
  if (form && live_form) {
    add_parameters(places, Ignored::Where::form, *form, *live_form);
    return true;
  }
  if (!looks_like_json(recorded) || !looks_like_json(live)) return false;
  const auto json = compared_json(part, recorded);
  const auto live_json = compared_json(part, live);
  return json && live_json && add_json(places, *json, *live_json);
}

}  // namespace

std::vector<Ignored> places_that_differ(const std::vector<MatchPart>& differing, const Request& recorded,
                                        const Request& live) {
  std::vector<Ignored> places;
  for (const auto& part : differing) {
    if (is_query(part)) {
      add_parameters(places, Ignored::Where::query, compared_query(part, recorded.url),
                     compared_query(part, live.url));
    } else if (part.kind() != Kind::body || !add_body(places, part, recorded, live)) {
      return {};
    }
  }
  if (places.size() > most_places) return {};
  // What is proposed must do.
  const bool does = std::all_of(differing.begin(), differing.end(), [&](const MatchPart& part) {
    return is_equal(without({part}, places).front(), recorded, live);
  });
  return does ? places : std::vector<Ignored>();
}

std::string as_code(const Ignored& place) {
  constexpr std::array<std::string_view, 4> makers{"query", "json", "form", "header"};
  return std::string(place.is_value ? "ignore_value::" : "ignore::") +
         std::string(makers.at(static_cast<std::size_t>(place.where))) + "(\"" +
         escape_control(place.name, 200) + "\")";
}

std::string places_setting(std::string_view option, const std::vector<Ignored>& places) {
  std::string all;
  for (const auto& place : places) all += (all.empty() ? "" : ", ") + as_code(place);
  return std::string(option) + " = {" + all + '}';
}

}  // namespace wiretape::policy

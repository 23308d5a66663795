// SPDX-License-Identifier: MIT
#include "policy/ignored.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <stdexcept>

#include "base/text.hpp"
#include "policy/form.hpp"

namespace wiretape {

namespace {

Ignored in_json(std::string pointer, bool is_value) {
  if (!parse_pointer(pointer) || pointer.empty()) {
    throw std::invalid_argument("ignore::json: '" + escape_control(pointer, 60) +
                                "' is no JSON pointer to a part; it is like \"/items/0/id\" (RFC 6901)");
  }
  return {Ignored::Where::json, std::move(pointer), is_value};
}

}  // namespace

Ignored ignore::json(std::string pointer) { return in_json(std::move(pointer), false); }
Ignored ignore::query(std::string name) { return {Ignored::Where::query, std::move(name), false}; }
Ignored ignore::form(std::string name) { return {Ignored::Where::form, std::move(name), false}; }
Ignored ignore::header(std::string name) { return {Ignored::Where::header, std::move(name), false}; }
Ignored ignore_value::json(std::string pointer) { return in_json(std::move(pointer), true); }
Ignored ignore_value::query(std::string name) { return {Ignored::Where::query, std::move(name), true}; }
Ignored ignore_value::form(std::string name) { return {Ignored::Where::form, std::move(name), true}; }
Ignored ignore_value::header(std::string name) { return {Ignored::Where::header, std::move(name), true}; }

MatchPart MatchPart::without(std::vector<Ignored> places) const {
  auto part = *this;
  part.ignored_.insert(part.ignored_.end(), std::make_move_iterator(places.begin()),
                       std::make_move_iterator(places.end()));
  return part;
}

}  // namespace wiretape

namespace wiretape::policy {

namespace {

// By Where.
constexpr std::array<std::string_view, 4> kinds{"query:", "json:", "form:", "header:"};

const Ignored* find(const std::vector<Ignored>& places, Ignored::Where where, std::string_view name) {
  const auto found = std::find_if(places.begin(), places.end(), [&](const Ignored& place) {
    return place.where == where && place.name == name;
  });
  return found == places.end() ? nullptr : &*found;
}

void leave_out(const std::vector<Ignored>& places, Ignored::Where where, http::Parameters& parameters) {
  std::erase_if(parameters, [&](auto& parameter) {
    const auto* place = find(places, where, parameter.first);
    if (place != nullptr) parameter.second.clear();
    return place != nullptr && !place->is_value;
  });
}

// The value of a place becomes null; without one it goes.
void leave_out(const Ignored& place, std::span<const std::string> tokens, Json& value) {
  const auto& token = tokens.front();
  const bool is_last = tokens.size() == 1;
  const auto fits = [&](const std::string& name) { return token == "*" || token == name; };
  if (value.kind == Json::Kind::object) {
    for (auto member = value.members.begin(); member != value.members.end();) {
      const bool is_here = fits(member->first);
      if (is_here && is_last && !place.is_value) {
        member = value.members.erase(member);
        continue;
      }
      if (is_here && is_last) member->second = {};
      if (is_here && !is_last) leave_out(place, tokens.subspan(1), member->second);
      ++member;
    }
  }
  if (value.kind != Json::Kind::array) return;
  for (std::size_t i = value.items.size(); i > 0; --i) {
    if (!fits(std::to_string(i - 1))) continue;
    auto& item = value.items[i - 1];
    if (!is_last) {
      leave_out(place, tokens.subspan(1), item);
    } else if (place.is_value) {
      item = {};
    } else {
      value.items.erase(value.items.begin() + static_cast<std::ptrdiff_t>(i - 1));
    }
  }
}

}  // namespace

http::Parameters compared_query(const MatchPart& part, const Url& url) {
  auto parameters = http::parse_parameters(url.query());
  leave_out(part.ignored(), Ignored::Where::query, parameters);
  return parameters;
}

Result<http::Parameters> compared_form(const MatchPart& part, const Request& request) {
  auto fields = read_form(request);
  if (fields) leave_out(part.ignored(), Ignored::Where::form, *fields);
  return fields;
}

Result<Json> compared_json(const MatchPart& part, const Request& request) {
  auto value = parse_json(request.body.text());
  if (value) leave_out(part.ignored(), *value);
  return value;
}

bool may_be_one(std::string_view pointer, std::string_view other) {
  const auto a = parse_pointer(pointer);
  const auto b = parse_pointer(other);
  return a && b &&
         std::equal(a->begin(), a->end(), b->begin(), b->end(), [](const auto& token, const auto& another) {
           return token == another || token == "*" || another == "*";
         });
}

Result<Ignored> read_place(std::string_view text, bool is_value) {
  for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
    if (!text.starts_with(kinds.at(kind)) || text.size() == kinds.at(kind).size()) continue;
    const Ignored place{static_cast<Ignored::Where>(kind), std::string(text.substr(kinds.at(kind).size())),
                        is_value};
    if (place.where == Ignored::Where::json && !parse_pointer(place.name)) break;
    return place;
  }
  return Error{"\"" + escape_control(text, 60) +
               "\" is no place: there are query:NAME, json:/POINTER, form:NAME and header:NAME"};
}

std::string written(const Ignored& place) {
  return std::string(kinds.at(static_cast<std::size_t>(place.where))) + place.name;
}

void leave_out(const std::vector<Ignored>& places, std::vector<http::Part>& parts) {
  std::erase_if(parts, [&](http::Part& part) {
    const auto* place = find(places, Ignored::Where::form, part.name);
    if (place != nullptr) part.content.clear();
    return place != nullptr && !place->is_value;
  });
}

void leave_out(const std::vector<Ignored>& places, Json& value) {
  for (const auto& place : places) {
    if (place.where != Ignored::Where::json) continue;
    const auto tokens = parse_pointer(place.name);
    if (tokens && !tokens->empty()) leave_out(place, *tokens, value);
  }
}

}  // namespace wiretape::policy

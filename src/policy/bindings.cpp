// SPDX-License-Identifier: MIT
#include "policy/bindings.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

#include "policy/ignored.hpp"
#include "policy/json.hpp"
#include "secrets/edits.hpp"
#include "secrets/texts.hpp"

namespace wiretape::policy {

namespace {

// Of identifiers, in URLs and in texts.
bool is_of_name(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
}

bool is_identifier(const Json& value) {
  return (value.kind == Json::Kind::string || value.kind == Json::Kind::number) && !value.text.empty();
}

// At `at`, alone.
bool stands_at(std::string_view text, std::size_t at, std::string_view value) {
  if (text.compare(at, value.size(), value) != 0) return false;
  const auto end = at + value.size();
  return (at == 0 || !is_of_name(text[at - 1]) || !is_of_name(value.front())) &&
         (end == text.size() || !is_of_name(text[end]) || !is_of_name(value.back()));
}

}  // namespace

std::string_view last_step(std::string_view url) {
  url = url.substr(0, url.find_first_of("?#"));
  return url.substr(std::min(url.rfind('/') + 1, url.size()));
}

void Bindings::bind(std::string_view from, std::string_view to) {
  if (from.empty() || to.empty() || from == to) return;
  bound_.insert_or_assign(std::string(from), std::string(to));
}

void Bindings::learn(const Response& from, const Response& to, const std::vector<Ignored>& places) {
  const auto is_chosen = [&](Ignored::Where where, const std::string& name) {
    return places.empty() || std::any_of(places.begin(), places.end(), [&](const Ignored& place) {
             return place.where == where &&
                    (where == Ignored::Where::json ? may_be_one(place.name, name) : place.name == name);
           });
  };
  for (const auto& place : places) {
    if (place.where != Ignored::Where::header) continue;
    const auto x = from.headers.find(place.name), y = to.headers.find(place.name);
    if (x && y) bind(*x, *y);
  }
  const auto x = from.headers.find("Location"), y = to.headers.find("Location");
  if (places.empty() && x && y) bind(last_step(*x), last_step(*y));
  if (from.body.is_truncated || to.body.is_truncated) return;
  const auto a = parse_json(from.body.text()), b = parse_json(to.body.text());
  if (!a || !b) return;
  for (const auto& [pointer, before, after] : differences(*a, *b)) {
    if (before && after && is_identifier(*before) && is_identifier(*after) &&
        is_chosen(Ignored::Where::json, pointer))
      bind(before->text, after->text);
  }
}

std::string Bindings::replaced(std::string_view text) const {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto first = text.substr(at, 1);
    auto longest = bound_.end();
    for (auto bound = bound_.lower_bound(first); bound != bound_.end(); ++bound) {
      if (!bound->first.starts_with(first)) break;
      if (stands_at(text, at, bound->first)) longest = bound;  // in order, so that it is no shorter
    }
    const bool is_bound = longest != bound_.end();
    out += is_bound ? std::string_view(longest->second) : first;
    at += is_bound ? longest->first.size() : 1;
  }
  return out;
}

Request Bindings::replaced(const Request& request) const {
  auto copy = request;
  secrets::for_each_text(
      copy, [&](const secrets::About&, std::string& text) { text = replaced(text); },
      [&](const secrets::About&, Request& message) {
        const auto& text = message.body.text();
        if (message.body.is_truncated || text.empty()) return;
        auto with = replaced(text);
        if (with != text) secrets::edit_body(message, {{0, text.size(), std::move(with)}});
      });
  return copy;
}

}  // namespace wiretape::policy

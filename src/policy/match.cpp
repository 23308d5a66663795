// SPDX-License-Identifier: MIT
#include "policy/match.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "http/url.hpp"
#include "policy/form.hpp"
#include "policy/ignored.hpp"
#include "policy/xml.hpp"

namespace wiretape::policy {

namespace {

using Kind = MatchPart::Kind;

// Its length first: a text may hold any byte.
void append_counted(std::string& key, std::string_view text) {
  const auto size = text.size();
  key.append(reinterpret_cast<const char*>(&size), sizeof size).append(text);
}

http::Parameters sorted(http::Parameters parameters) {
  std::sort(parameters.begin(), parameters.end());
  return parameters;
}

std::string query_key(const MatchPart& part, const Url& url) {
  std::string key;
  if (url.query().empty()) return key;
  auto parameters = compared_query(part, url);
  if (part.kind() == Kind::query) std::sort(parameters.begin(), parameters.end());
  for (const auto& [name, value] : parameters) {
    append_counted(key, name);
    append_counted(key, value);
  }
  return key;
}

// What a part in the head comes to, the same for all that are equal to it.
std::string head_value(const MatchPart& part, std::string_view method, const Url& url) {
  switch (part.kind()) {
    case Kind::method:
      return std::string(method);
    case Kind::scheme:
      return url.scheme;
    case Kind::host:
      return to_lower(url.host);
    case Kind::port:
      return std::to_string(url.port);
    case Kind::path:
      return std::string(url.path());
    default:
      return query_key(part, url);
  }
}

bool are_equal_multiparts(const MatchPart& part, const Request& a, const Request& b) {
  const auto read = [&](const Request& request) {
    auto parts =
        http::parse_multipart(request.headers.find("Content-Type").value_or(""), request.body.text());
    if (parts) leave_out(part.ignored(), *parts);
    return parts;
  };
  const auto parts = read(a);
  return parts && parts == read(b);
}

bool are_equal_forms(const MatchPart& part, const Request& a, const Request& b) {
  const auto x = compared_form(part, a);
  const auto y = compared_form(part, b);
  return x && y && sorted(*x) == sorted(*y);
}

bool are_equal_json(const MatchPart& part, const Request& a, const Request& b) {
  const auto x = compared_json(part, a);
  if (!x) return false;
  const auto y = compared_json(part, b);
  return y && *x == *y;
}

bool looks_like_xml(const Request& request) {
  const auto type = media_type(request);
  return type.ends_with("xml") || (type.empty() && request.body.text().starts_with("<"));
}

// Of what is not held byte for byte its digest is known.
bool are_equal_as_a_whole(const Body& a, const Body& b) {
  return a.large && b.large && !a.large->sha256.empty() && a.large->sha256 == b.large->sha256;
}

bool are_equal_bodies(const MatchPart& part, const Request& a, const Request& b) {
  if (a.body.is_truncated || b.body.is_truncated) return are_equal_as_a_whole(a.body, b.body);
  if (a.body.text() == b.body.text()) return true;
  const auto type = media_type(a);
  if (type == media_type(b)) {
    if (type == "multipart/form-data") return are_equal_multiparts(part, a, b);
    if (type == "application/x-www-form-urlencoded") return are_equal_forms(part, a, b);
  }
  if (looks_like_json(a) && looks_like_json(b)) return are_equal_json(part, a, b);
  if (!looks_like_xml(a) || !looks_like_xml(b)) return false;
  const auto x = canonical_xml(a.body.text());
  return x && x == canonical_xml(b.body.text());
}

}  // namespace

bool looks_like_json(const Request& request) {
  if (media_type(request).find("json") != std::string::npos) return true;
  const auto& text = request.body.text();
  const auto first = text.find_first_not_of(" \t\r\n");
  return first != std::string::npos && (text[first] == '{' || text[first] == '[');
}

bool is_equal(const MatchPart& part, const Request& recorded, const Request& live) {
  switch (part.kind()) {
    case Kind::header:
      return recorded.headers.all(part.argument()) == live.headers.all(part.argument());
    case Kind::body:
      return are_equal_bodies(part, recorded, live);
    case Kind::custom:
      return part.equal()(recorded, live);
    default:
      return head_value(part, recorded.method, recorded.url) == head_value(part, live.method, live.url);
  }
}

bool is_in_head(const MatchPart& part) {
  return part.kind() != Kind::header && part.kind() != Kind::body && part.kind() != Kind::custom;
}

bool is_query(const MatchPart& part) {
  return part.kind() == Kind::query || part.kind() == Kind::ordered_query;
}

MatchPolicy without(MatchPolicy policy, const std::vector<Ignored>& places) {
  std::erase_if(policy, [&](const MatchPart& part) {
    return part.kind() == Kind::header &&
           std::any_of(places.begin(), places.end(), [&](const Ignored& place) {
             return place.where == Ignored::Where::header &&
                    equals_ignoring_case(place.name, part.argument());
           });
  });
  for (auto& part : policy) {
    std::vector<Ignored> of_part;
    for (const auto& place : places) {
      if (place.where == Ignored::Where::header) continue;
      const bool is_of_query = place.where == Ignored::Where::query;
      const bool is_here = is_of_query ? is_query(part) : part.kind() == Kind::body;
      if (is_here) of_part.push_back(place);
    }
    if (!of_part.empty()) part = part.without(std::move(of_part));
  }
  return policy;
}

std::string head_key(const MatchPolicy& policy, std::string_view method, const Url& url) {
  std::string key;
  key.reserve(128);
  for (const auto& part : policy) {
    if (is_in_head(part)) append_counted(key, head_value(part, method, url));
  }
  return key;
}

}  // namespace wiretape::policy

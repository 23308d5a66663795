// SPDX-License-Identifier: MIT
#include "policy/match_key.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "base/random.hpp"
#include "policy/form.hpp"
#include "policy/ignored.hpp"
#include "policy/match.hpp"
#include "policy/xml.hpp"

namespace wiretape::policy {

namespace {

class Hash {
public:
  void add(std::uint64_t number) { value_ = mixed(value_, number); }
  void add(std::string_view text) {
    add(text.size());
    while (!text.empty()) {
      std::uint64_t piece = 0;
      const auto size = std::min(text.size(), sizeof piece);
      std::memcpy(&piece, text.data(), size);
      add(piece);
      text.remove_prefix(size);
    }
  }
  [[nodiscard]] std::uint64_t value() const { return value_; }

private:
  std::uint64_t value_ = 0;
};

// Numbers that are equal have one hash; some that are not have the same.
void add(Hash& hash, const Json& value) {
  hash.add(static_cast<std::uint64_t>(value.kind));
  if (value.kind == Json::Kind::number) {
    const double number = std::strtod(value.text.c_str(), nullptr) + 0.0;  // -0 is 0
    std::uint64_t bits = 0;
    std::memcpy(&bits, &number, sizeof bits);
    hash.add(bits);
  } else {
    hash.add(value.text);
  }
  hash.add(value.items.size());
  for (const auto& item : value.items) add(hash, item);
  for (const auto& [name, member] : value.members) {
    hash.add(name);
    add(hash, member);
  }
}

// False: the body is none of these, or not well-formed.
bool add_meaning(Hash& hash, const MatchPart& part, const Request& request) {
  const auto type = media_type(request);
  if (type == "multipart/form-data") {
    auto parts = http::parse_multipart(*request.headers.find("Content-Type"), request.body.text());
    if (!parts) return false;
    leave_out(part.ignored(), *parts);
    for (const auto& each : *parts) {
      for (const auto* text : {&each.name, &each.filename, &each.content_type, &each.content})
        hash.add(*text);
    }
    return true;
  }
  if (type == "application/x-www-form-urlencoded") {
    auto fields = compared_form(part, request);
    if (!fields) return false;
    std::sort(fields->begin(), fields->end());
    for (const auto& [name, value] : *fields) {
      hash.add(name);
      hash.add(value);
    }
    return true;
  }
  if (looks_like_json(request)) {
    const auto value = compared_json(part, request);
    if (value) add(hash, *value);
    return static_cast<bool>(value);
  }
  const auto xml = canonical_xml(request.body.text());
  if (xml) hash.add(*xml);
  return xml.has_value();
}

bool is_form(const std::string& type) {
  return type == "multipart/form-data" || type == "application/x-www-form-urlencoded";
}

}  // namespace

MatchKey match_key(const MatchPolicy& policy, const Request& request) {
  Hash raw, canonical;
  for (const auto& part : policy) {
    if (is_in_head(part)) continue;
    if (part.kind() == MatchPart::Kind::header) {
      for (const auto& value : request.headers.all(part.argument())) {
        raw.add(value);
        canonical.add(value);
      }
      continue;
    }
    // Of a form that looks like JSON two may be equal as either.
    const bool may_be_either = is_form(media_type(request)) && looks_like_json(request);
    if (part.kind() != MatchPart::Kind::body || request.body.is_truncated || may_be_either) return {};
    raw.add(request.body.text());
    Hash meaning;
    if (add_meaning(meaning, part, request)) {
      canonical.add(meaning.value());
    } else {
      canonical.add(request.body.text());
    }
  }
  return {raw.value(), canonical.value(), true};
}

}  // namespace wiretape::policy

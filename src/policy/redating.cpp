// SPDX-License-Identifier: MIT
#include "policy/redating.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/base64.hpp"
#include "base/digest.hpp"
#include "base/json_pointer.hpp"
#include "base/moved_time.hpp"
#include "base/text.hpp"
#include "policy/json.hpp"
#include "policy/json_edit.hpp"
#include "secrets/edits.hpp"
#include "secrets/texts.hpp"

namespace wiretape::policy {

namespace {

using Claims = nlohmann::ordered_json;

constexpr std::array<std::string_view, 6> dated{"date",        "expires", "last-modified",
                                                "retry-after", "sunset",  "deprecation"};

bool is_of_token(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
}

std::optional<Claims> claims_of(std::string_view part) {
  const auto bytes = base64url_decode(part);
  if (!bytes) return std::nullopt;
  auto claims = Claims::parse(*bytes, nullptr, false);
  if (!claims.is_object()) return std::nullopt;
  return claims;
}

// The signature of a token whose times are others; nothing where nobody here can make it.
std::optional<std::string> signature_of(const Claims& header, std::string_view signed_text,
                                        const std::string& key) {
  const auto algorithm = header.value("alg", nlohmann::ordered_json());
  if (algorithm == "none") return "";
  if (key.empty() || !algorithm.is_string()) return std::nullopt;
  const auto name = algorithm.get<std::string>();
  for (const auto bits : {256, 384, 512}) {
    if (name == "HS" + std::to_string(bits)) return base64url_encode(hmac_sha2(bits, key, signed_text));
  }
  return std::nullopt;
}

// "header.claims.signature"; nothing where it is to stay.
std::optional<std::string> moved_token(std::string_view token, std::int64_t seconds, const std::string& key) {
  const auto parts = split(token, '.');
  if (parts.size() != 3) return std::nullopt;
  const auto header = claims_of(parts[0]);
  auto claims = claims_of(parts[1]);
  if (!header || !claims) return std::nullopt;
  bool has_times = false;
  for (const auto* name : {"exp", "iat", "nbf", "auth_time"}) {
    const auto found = claims->find(name);
    if (found == claims->end() || !found->is_number()) continue;
    *found = found->is_number_float() ? Claims(found->get<double>() + static_cast<double>(seconds))
                                      : Claims(found->get<std::int64_t>() + seconds);
    has_times = true;
  }
  if (!has_times) return std::nullopt;
  const auto text = std::string(parts[0]) + '.' +
                    base64url_encode(claims->dump(-1, ' ', false, Claims::error_handler_t::replace));
  const auto signature = signature_of(*header, text, key);
  if (!signature) return std::nullopt;
  return text + '.' + *signature;
}

// In a Set-Cookie, where it has one (RFC 6265 §4.1).
std::string with_cookie_moved(const std::string& cookie, std::int64_t seconds) {
  std::string out;
  for (const auto attribute : split(cookie, ';')) {
    const auto equals = attribute.find('=');
    const bool is_date = equals != std::string_view::npos &&
                         equals_ignoring_case(trim(attribute.substr(0, equals)), "expires");
    const auto moved = is_date ? moved_http_date(trim(attribute.substr(equals + 1)), seconds) : std::nullopt;
    out += (out.empty() ? "" : ";") +
           (moved ? std::string(attribute.substr(0, equals + 1)) + *moved : std::string(attribute));
  }
  return out;
}

std::string with_field_moved(const std::string& name, const std::string& value, std::int64_t seconds) {
  if (name == "set-cookie") return with_cookie_moved(value, seconds);
  const bool is_dated = std::find(dated.begin(), dated.end(), name) != dated.end();
  return is_dated ? moved_http_date(value, seconds).value_or(value) : value;
}

// Of whatever format; nothing where it is no time.
std::optional<std::string> moved_time(std::string_view text, std::int64_t seconds) {
  auto moved = moved_timestamp(text, seconds);
  return moved ? moved : moved_http_date(text, seconds);
}

// Every place in a value that a pointer with '*' leads to, and what is there.
void collect(std::vector<std::pair<std::string, const Json*>>& out, const Json& value,
             std::span<const std::string> tokens, const std::string& at) {
  if (tokens.empty()) {
    out.emplace_back(at, &value);
    return;
  }
  const auto& token = tokens.front();
  for (const auto& [name, member] : value.members) {
    if (token == "*" || token == name)
      collect(out, member, tokens.subspan(1), at + '/' + escaped_pointer_token(name));
  }
  for (std::size_t i = 0; i < value.items.size(); ++i) {
    const auto index = std::to_string(i);
    if (token == "*" || token == index) collect(out, value.items[i], tokens.subspan(1), at + '/' + index);
  }
}

std::string with_place_moved(std::string text, const std::string& pointer, std::int64_t seconds) {
  const auto root = parse_json(text);
  const auto tokens = parse_pointer(pointer);
  if (!root || !tokens) return text;
  std::vector<std::pair<std::string, const Json*>> places;
  collect(places, *root, *tokens, "");
  for (const auto& [place, value] : places) {
    const auto moved = moved_time(value->text, seconds);
    if (!moved) continue;
    const bool is_text = value->kind == Json::Kind::string;
    if (auto changed = set_json(text, place, is_text ? '"' + *moved + '"' : *moved))
      text = *std::move(changed);
  }
  return text;
}

void move_headers(Response& response, std::int64_t seconds, const Redating& how) {
  const auto move_field = [&](const secrets::About& about, std::string& value) {
    const auto name = to_lower(about.name);
    if (how.headers) value = with_field_moved(name, value, seconds);
    for (const auto& place : how.places) {
      if (place.where == Ignored::Where::header && equals_ignoring_case(place.name, name))
        value = moved_time(value, seconds).value_or(value);
    }
    if (how.tokens) value = with_tokens_moved(value, seconds, how.token_key);
  };
  secrets::for_each_field(response.headers, true, "response", move_field);
}

void edit_whole(Response& response, std::string with) {
  const auto& text = response.body.text();
  if (with != text) secrets::edit_body(response, {{0, text.size(), std::move(with)}});
}

}  // namespace

bool redates(const Redating& how) { return how.headers || how.tokens || !how.places.empty(); }

std::string with_tokens_moved(std::string_view text, std::int64_t seconds, const std::string& key) {
  std::string out;
  std::size_t done = 0;
  for (auto at = text.find("eyJ"); at != std::string_view::npos; at = text.find("eyJ", at)) {
    auto end = at;
    while (end < text.size() && (is_of_token(text[end]) || text[end] == '.')) ++end;
    const bool begins_here = at == 0 || !is_of_token(text[at - 1]);
    const auto moved = begins_here ? moved_token(text.substr(at, end - at), seconds, key) : std::nullopt;
    if (moved) {
      out += std::string(text.substr(done, at - done)) + *moved;
      done = end;
    }
    at = end;
  }
  return out + std::string(text.substr(done));
}

void redate(Interaction& interaction, std::int64_t seconds, const Redating& how) {
  auto* response = secrets::response_of(interaction);
  if (response == nullptr || seconds == 0) return;
  move_headers(*response, seconds, how);
  const bool is_held = !response->body.is_truncated && !response->body.empty();
  for (const auto& place : how.places) {
    if (is_held && place.where == Ignored::Where::json)
      edit_whole(*response, with_place_moved(response->body.text(), place.name, seconds));
  }
  if (how.tokens && is_held)
    edit_whole(*response, with_tokens_moved(response->body.text(), seconds, how.token_key));
}

}  // namespace wiretape::policy

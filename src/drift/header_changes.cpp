// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/text.hpp"
#include "drift/drifting.hpp"
#include "http/url.hpp"

namespace wiretape::drift {

namespace {

constexpr auto in_header = Ignored::Where::header;

// They change with every answer, with the way that it came, or with the time of day; none is part of what an
// API says. In lower case, in order; '*' at the end: and all that begin so.
constexpr std::array without_meaning{
    std::string_view("age"),
    std::string_view("alt-svc"),
    std::string_view("cf-*"),
    std::string_view("connection"),
    std::string_view("content-length"),
    std::string_view("date"),
    std::string_view("expect-ct"),
    std::string_view("keep-alive"),
    std::string_view("nel"),
    std::string_view("proxy-connection"),
    std::string_view("report-to"),
    std::string_view("reporting-endpoints"),
    std::string_view("request-id"),
    std::string_view("server"),
    std::string_view("server-timing"),
    std::string_view("traceparent"),
    std::string_view("tracestate"),
    std::string_view("transfer-encoding"),
    std::string_view("vary"),
    std::string_view("via"),
    std::string_view("x-amz-cf-*"),
    std::string_view("x-amz-id-2"),
    std::string_view("x-amz-request-id"),
    std::string_view("x-amzn-*"),
    std::string_view("x-cache*"),
    std::string_view("x-correlation-id"),
    std::string_view("x-envoy-*"),
    std::string_view("x-github-request-id"),
    std::string_view("x-powered-by"),
    std::string_view("x-ratelimit-remaining"),
    std::string_view("x-ratelimit-reset"),
    std::string_view("x-ratelimit-used"),
    std::string_view("x-request-id"),
    std::string_view("x-response-time"),
    std::string_view("x-runtime"),
    std::string_view("x-served-by"),
    std::string_view("x-timer"),
    std::string_view("x-trace-id"),
};

// That they changed is no news.
constexpr std::array changing{std::string_view("etag"), std::string_view("expires"),
                              std::string_view("last-modified"), std::string_view("set-cookie")};

bool has_meaning(const std::string& name) {
  return std::none_of(without_meaning.begin(), without_meaning.end(), [&](std::string_view known) {
    return known.ends_with('*') ? name.starts_with(known.substr(0, known.size() - 1)) : name == known;
  });
}

using Values = std::map<std::string, std::string>;  // by name in lower case; several joined

Values values_of(const Headers& headers) {
  Values values;
  for (const auto& field : headers) {
    const auto name = to_lower(field.name);
    if (!has_meaning(name)) continue;
    const auto [at, is_new] = values.try_emplace(name, field.value);
    if (!is_new) at->second += ", " + field.value;
  }
  return values;
}

std::set<std::string> cookies_of(const Headers& headers) {
  std::set<std::string> names;
  for (const auto& cookie : headers.all("Set-Cookie"))
    names.emplace(trim(cookie.substr(0, cookie.find('='))));
  return names;
}

// In lower case, of a list with commas between.
std::set<std::string> tokens_of(std::string_view list) {
  std::set<std::string> tokens;
  for (const auto token : split(list, ',')) {
    if (!trim(token).empty()) tokens.insert(to_lower(trim(token)));
  }
  return tokens;
}

bool includes_all(const std::set<std::string>& all, const std::set<std::string>& some) {
  return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

std::string_view without_parameters(std::string_view value) { return trim(value.substr(0, value.find(';'))); }

// What code can rely on in a header: its kind of content, the host it is sent to, the methods it may use.
bool is_breaking_change(const std::string& name, const std::string& recorded, const std::string& now) {
  if (name == "content-type")
    return !equals_ignoring_case(without_parameters(recorded), without_parameters(now));
  if (name == "allow" || name == "accept-ranges" || name.starts_with("access-control-allow-"))
    return now != "*" && !includes_all(tokens_of(now), tokens_of(recorded));
  if (name == "www-authenticate") {
    const auto scheme = [](std::string_view value) { return to_lower(value.substr(0, value.find(' '))); };
    return scheme(recorded) != scheme(now);
  }
  if (name == "location") {
    const auto then = http::parse_url(recorded), today = http::parse_url(now);
    return then && today && then->authority() != today->authority();
  }
  return false;
}

}  // namespace

Changes header_changes(const Headers& recorded, const Headers& now, const Places& places) {
  Changes changes;
  const auto tell = [&](DriftKind kind, bool is_breaking, std::string place, std::string_view was,
                        std::string_view is) {
    changes.push_back(change(kind, is_breaking, std::move(place), shown(was), shown(is)));
  };
  const auto then = values_of(recorded), today = values_of(now);
  for (const auto& [name, value] : then) {
    if (places.is_ignored(in_header, name)) continue;
    const auto place = "header " + shown(name);
    const auto other = today.find(name);
    if (other == today.end()) {
      if (name != "set-cookie") tell(DriftKind::header_gone, true, place, value, "");
      continue;
    }
    const bool counts = other->second != value && !places.is_value_ignored(in_header, name) &&
                        std::find(changing.begin(), changing.end(), name) == changing.end();
    if (counts)
      tell(DriftKind::header_changed, is_breaking_change(name, value, other->second), place, value,
           other->second);
  }
  for (const auto& [name, value] : today) {
    if (!then.contains(name) && name != "set-cookie" && !places.is_ignored(in_header, name))
      tell(DriftKind::header_added, false, "header " + shown(name), "", value);
  }
  if (places.is_ignored(in_header, "set-cookie")) return changes;
  const auto cookies = cookies_of(recorded), cookies_now = cookies_of(now);
  for (const auto& cookie : cookies) {
    if (!cookies_now.contains(cookie))
      tell(DriftKind::header_gone, true, "cookie " + shown(cookie), "set", "");
  }
  for (const auto& cookie : cookies_now) {
    if (!cookies.contains(cookie)) tell(DriftKind::header_added, false, "cookie " + shown(cookie), "", "set");
  }
  return changes;
}

}  // namespace wiretape::drift

// SPDX-License-Identifier: MIT
// Authorities: host, IPv6 literal and port (RFC 3986 §3.2).
#include <algorithm>

#include "base/byte_set.hpp"
#include "base/text.hpp"
#include "http/grammar.hpp"
#include "http/url.hpp"

namespace wiretape::http {

namespace {

// reg-name and IPv4address: unreserved, sub-delims and whole %-escapes (RFC 3986 §3.2.2).
bool is_name_char(char c) {
  static constexpr ByteSet others("-._~!$&'()*+,;=");
  return is_digit(c) || is_alpha(c) || others.has(c);
}

std::size_t find_not_name(std::string_view host) {
  for (std::size_t i = 0; i < host.size(); ++i) {
    const bool is_escape =
        host[i] == '%' && i + 2 < host.size() && hex_value(host[i + 1]) >= 0 && hex_value(host[i + 2]) >= 0;
    if (!is_escape && !is_name_char(host[i])) return i;
    if (is_escape) i += 2;
  }
  return std::string_view::npos;
}

bool is_ipv4(std::string_view text) {
  const auto parts = split(text, '.');
  return parts.size() == 4 && std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
           const auto value = parse_decimal(part);
           return value && *value <= 255 && part.size() <= 3;
         });
}

// How many 16-bit groups "1:2:3" holds, an IPv4 tail counted as two; nothing when one is malformed.
std::optional<std::size_t> count_groups(std::string_view text, bool may_end_in_ipv4) {
  if (text.empty()) return 0;
  const auto parts = split(text, ':');
  std::size_t count = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto part = parts[i];
    const bool is_last = i + 1 == parts.size();
    const bool is_hex = !part.empty() && part.size() <= 4 &&
                        std::all_of(part.begin(), part.end(), [](char c) { return hex_value(c) >= 0; });
    const bool is_v4 = is_last && may_end_in_ipv4 && is_ipv4(part);
    if (!is_hex && !is_v4) return std::nullopt;
    count += is_hex ? 1 : 2;
  }
  return count;
}

// RFC 4291 §2.2, with the zone of RFC 6874 ("fe80::1%25eth0").
bool is_ipv6(std::string_view text) {
  const auto zone = text.find("%25");
  if (zone != std::string_view::npos) {
    const auto name = text.substr(zone + 3);
    if (name.empty() || find_not_name(name) != std::string_view::npos) return false;
    text = text.substr(0, zone);
  }
  const auto gap = text.find("::");
  if (gap == std::string_view::npos) return count_groups(text, true) == 8U;
  const auto before = count_groups(text.substr(0, gap), false);
  const auto after = count_groups(text.substr(gap + 2), true);
  return before && after && *before + *after < 8;
}

Result<std::optional<std::uint16_t>> parse_port(std::string_view text, std::size_t offset) {
  if (text.empty()) return std::optional<std::uint16_t>();  // "host:" is allowed (RFC 3986 §3.2.3)
  const auto port = parse_decimal(text);
  const bool is_number = std::all_of(text.begin(), text.end(), is_digit);
  if (!is_number) return Error{"the port " + quote(text) + " is not a number", offset};
  if (!port || *port == 0 || *port > 65535) {
    return Error{"the port " + quote(text) + " is out of range (1 to 65535)", offset};
  }
  return std::optional(static_cast<std::uint16_t>(*port));
}

Result<Authority> parse_literal(std::string_view text) {
  const auto end = text.find(']');
  if (end == std::string_view::npos) return Error{"an IPv6 literal without its ]", text.size()};
  const auto host = text.substr(1, end - 1);
  if (!is_ipv6(host)) return Error{quote(host) + " is not an IPv6 address", 1};
  const auto rest = text.substr(end + 1);
  if (rest.empty()) return Authority{std::string(host), std::nullopt};
  if (rest[0] != ':') return Error{"something other than a port behind an IPv6 literal", end + 1};
  const auto port = parse_port(rest.substr(1), end + 2);
  if (!port) return port.error();
  return Authority{std::string(host), *port};
}

}  // namespace

Result<Authority> parse_authority(std::string_view text) {
  if (const auto at = text.find('@'); at != std::string_view::npos) {
    return Error{"user name or password before the host; send an Authorization field instead", at};
  }
  if (!text.empty() && text[0] == '[') return parse_literal(text);
  const auto colon = text.find(':');
  const auto host = text.substr(0, colon);
  if (host.empty()) return Error{"the host is empty", 0};
  if (const auto bad = find_not_name(host); bad != std::string_view::npos) {
    return Error{"a host cannot contain " + quote(host.substr(bad, 1)), bad};
  }
  if (colon == std::string_view::npos) return Authority{std::string(host), std::nullopt};
  if (text.find(':', colon + 1) != std::string_view::npos) {
    return Error{"more than one colon; an IPv6 address stands in brackets", colon};
  }
  const auto port = parse_port(text.substr(colon + 1), colon + 1);
  if (!port) return port.error();
  return Authority{std::string(host), *port};
}

}  // namespace wiretape::http

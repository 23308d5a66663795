// SPDX-License-Identifier: MIT
// Where a request goes: scheme, host, port, and the target exactly as it was written.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace wiretape {

// The parts of an absolute URL (RFC 3986 §3). Nothing is normalised or decoded: what was sent is
// what stands here. The fragment never goes over the wire, so it has no place.
struct Url {
  std::string scheme = "http";  // "http" or "https", lower case
  std::string host;             // as written; an IPv6 literal without its brackets
  std::uint16_t port = 80;
  std::string target = "/";  // path and query ("/today?city=Oslo"); "*" for OPTIONS *; empty for CONNECT

  // Reads "https://host[:port][/path][?query]". Throws std::invalid_argument that says what is
  // wrong and where.
  static Url parse(std::string_view text);

  [[nodiscard]] std::string_view path() const;   // "/today"
  [[nodiscard]] std::string_view query() const;  // "city=Oslo"; empty without '?'

  // "host" or "host:port" with the default port left out; IPv6 in brackets.
  [[nodiscard]] std::string authority() const;
  // The whole URL: scheme, authority and target. A target that is no path is set apart: "https://host *".
  [[nodiscard]] std::string str() const;

  friend bool operator==(const Url&, const Url&) = default;
};

}  // namespace wiretape

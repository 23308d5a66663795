// SPDX-License-Identifier: MIT
// Targets, authorities, queries and forms.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <wiretape/url.hpp>

#include "base/result.hpp"

namespace wiretape::http {

struct Authority {
  std::string host;  // without brackets
  std::optional<std::uint16_t> port;
};

// "host", "host:port", "[::1]:port". Userinfo is an error.
Result<Authority> parse_authority(std::string_view text);
Result<Url> parse_url(std::string_view text);
[[nodiscard]] std::uint16_t default_port(std::string_view scheme);

using Parameters = std::vector<std::pair<std::string, std::string>>;
// Decoded names and values of a query or form ('+' is a space; a bad %-escape stays as it is).
[[nodiscard]] Parameters parse_parameters(std::string_view text);
[[nodiscard]] std::string percent_decode(std::string_view text, bool plus_is_space);

// The fields of multipart/form-data by name, a file's content included; nothing when the body does
// not follow its Content-Type's boundary (RFC 7578).
struct Part {
  std::string name, filename, content_type, content;
  std::size_t at = 0;  // of the content in the body; of two that are equal it may differ

  friend bool operator==(const Part& a, const Part& b) {
    return a.name == b.name && a.filename == b.filename && a.content_type == b.content_type &&
           a.content == b.content;
  }
};
std::optional<std::vector<Part>> parse_multipart(std::string_view content_type, std::string_view body);

}  // namespace wiretape::http

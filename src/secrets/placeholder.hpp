// SPDX-License-Identifier: MIT
// What stands in a cassette for a secret: {{secret:1}}, {{secret:tenant}}; and in an answer, where a client
// is to get something like it, {{secret:1:hex:32}}: its form, and its size in bytes. Where the wire itself
// had
// "{{secret:" it is "{{secret::" in the cassette.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wiretape::secrets {

enum class Form : std::uint8_t {
  text,    // letters and digits
  digits,  // of a text
  number,  // of JSON, without quotes
  hex,
  upper_hex,
  uuid,
  base64,
  jwt,  // RFC 7519, not signed
  pem,  // RFC 7468
};

// The form of a secret: what a client might look at in it.
[[nodiscard]] Form form_of(std::string_view value);

struct Placeholder {
  std::string_view name;  // empty: any secret
  Form form = Form::text;
  std::size_t size = 0;  // 0: it says nothing of it
};

[[nodiscard]] bool is_placeholder_name(std::string_view name);  // letters, digits, '_' and '-'
[[nodiscard]] std::string written(const Placeholder& placeholder);

inline constexpr std::string_view any_secret = "{{secret:*}}";

// The first placeholder at or behind `from`, with where it stands. Nothing: there is none.
struct Standing {
  Placeholder placeholder;
  std::size_t at = 0, size = 0;
};
[[nodiscard]] std::optional<Standing> find_placeholder(std::string_view text, std::size_t from = 0);
[[nodiscard]] bool has_placeholder(std::string_view text);

// Of that form and size, the same each time, another for each name; of no use anywhere.
[[nodiscard]] std::string harmless(const Placeholder& placeholder);

}  // namespace wiretape::secrets

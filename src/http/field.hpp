// SPDX-License-Identifier: MIT
// One field line (RFC 9112 §5).
#pragma once

#include <string>
#include <string_view>

#include <wiretape/http.hpp>

#include "base/result.hpp"
#include "http/reading.hpp"

namespace wiretape::http {

// A folded field goes on in a line that begins with white space (obs-fold, RFC 9112 §5.2).
[[nodiscard]] bool is_continuation(std::string_view line);

// Reads a field from its line; a lenient one from several when it was folded. Its raw is kept when
// plain_field_line would write it otherwise. Leniently everything is a field: a line without a colon
// has no name, blanks before the colon are left out, a fold is a space.
Result<HeaderField> parse_field(std::string_view lines, Strictness strictness);

// "name: value\r\n", in one line whatever stands in them.
void append_field_line(std::string& out, std::string_view name, std::string_view value);
// The same; whether `line` is what it writes.
[[nodiscard]] std::string plain_field_line(std::string_view name, std::string_view value);
[[nodiscard]] bool is_plain_field_line(std::string_view line, std::string_view name, std::string_view value);

}  // namespace wiretape::http

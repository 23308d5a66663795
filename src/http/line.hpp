// SPDX-License-Identifier: MIT
// Lines of a head: how they end, and what may not stand in them (RFC 9112 §2.2).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace wiretape::http {

// The line without its LF and the one CR before it.
[[nodiscard]] std::string_view without_line_end(std::string_view line);
// Refuses a line that ends with LF alone, and a CR or NUL in it.
[[nodiscard]] std::optional<Error> find_line_fault(std::string_view line);
// The first CR, LF or NUL; npos where there is none.
[[nodiscard]] std::size_t find_line_byte(std::string_view text);
// CR, LF and NUL replaced by a space each (RFC 9110 §5.5), so that a text somebody edited stays one line.
[[nodiscard]] std::string as_one_line(std::string_view text);
void append_one_line(std::string& out, std::string_view text);

}  // namespace wiretape::http

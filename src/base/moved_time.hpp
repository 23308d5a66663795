// SPDX-License-Identifier: MIT
// A written time, moved: it comes out in the format that it was in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wiretape {

// One of HTTP (RFC 9110 §5.6.7, all three formats; of cookies also with '-' in the date). Nothing where it is
// none.
[[nodiscard]] std::optional<std::string> moved_http_date(std::string_view text, std::int64_t seconds);
// One of RFC 3339, whose fraction and zone stay, a date alone, which moves by whole days, or Unix time in
// seconds or, from twelve digits on, milliseconds. Nothing where it is none.
[[nodiscard]] std::optional<std::string> moved_timestamp(std::string_view text, std::int64_t seconds);

}  // namespace wiretape

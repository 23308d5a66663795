// SPDX-License-Identifier: MIT
// The wall clock, passed in so that tests can stop it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wiretape {

class WallClock {
public:
  virtual ~WallClock() = default;
  [[nodiscard]] virtual std::string now_rfc3339() const = 0;  // "2026-11-24T04:13:45Z"
};

[[nodiscard]] WallClock& system_wall_clock();

// Seconds since 1970 of a time in UTC, "2026-11-24T04:13:45Z", also with a fraction; nothing where it is
// none.
[[nodiscard]] std::optional<std::int64_t> seconds_of_rfc3339(std::string_view text);

}  // namespace wiretape

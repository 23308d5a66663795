// SPDX-License-Identifier: MIT
#include "base/clock.hpp"

#include <array>
#include <chrono>
#include <ctime>

namespace wiretape {

namespace {

class SystemWallClock final : public WallClock {
public:
  std::string now_rfc3339() const override {
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    gmtime_r(&now, &utc);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
    return text.data();
  }
};

}  // namespace

std::optional<std::int64_t> seconds_of_rfc3339(std::string_view text) {
  constexpr std::string_view pattern = "0000-00-00T00:00:00";
  if (text.size() <= pattern.size() || !text.ends_with('Z')) return std::nullopt;
  std::array<int, 6> numbers{};
  std::size_t number = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '0') {
      if (text[i] != pattern[i]) return std::nullopt;
      ++number;
    } else {
      if (text[i] < '0' || text[i] > '9') return std::nullopt;
      numbers[number] = numbers[number] * 10 + (text[i] - '0');
    }
  }
  const auto [year, month, day, hour, minute, second] = numbers;
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  const auto days = std::chrono::sys_days(date).time_since_epoch().count();
  return ((static_cast<std::int64_t>(days) * 24 + hour) * 60 + minute) * 60 + second;
}

WallClock& system_wall_clock() {
  static SystemWallClock clock;
  return clock;
}

}  // namespace wiretape

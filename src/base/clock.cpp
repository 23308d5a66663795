// SPDX-License-Identifier: MIT
#include "base/clock.hpp"

#include <array>
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

WallClock& system_wall_clock() {
  static SystemWallClock clock;
  return clock;
}

}  // namespace wiretape

// SPDX-License-Identifier: MIT
// The wall clock, passed in so that tests can stop it.
#pragma once

#include <string>

namespace wiretape {

class WallClock {
public:
  virtual ~WallClock() = default;
  [[nodiscard]] virtual std::string now_rfc3339() const = 0;  // "2026-11-24T04:13:45Z"
};

[[nodiscard]] WallClock& system_wall_clock();

}  // namespace wiretape

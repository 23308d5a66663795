// SPDX-License-Identifier: MIT
// Draws of a Latency.
#pragma once

#include <chrono>

#include <wiretape/latency.hpp>

#include "base/random.hpp"

namespace wiretape::policy {

// At least 0, and at most a year. `recorded`: how long it took when it was recorded.
[[nodiscard]] std::chrono::microseconds draw(const Latency& latency, Random& random,
                                             std::chrono::milliseconds recorded);

}  // namespace wiretape::policy

// SPDX-License-Identifier: MIT
// Times as rules in files say them.
#pragma once

#include <chrono>
#include <string_view>

#include <wiretape/latency.hpp>

namespace wiretape::policy {

// "200 ms", "2 s", "1 min". Throws std::invalid_argument.
[[nodiscard]] std::chrono::milliseconds parse_time(std::string_view text);

// A time, or one of uniform(10 ms, 50 ms), normal(100 ms, 20 ms), lognormal(100 ms, 0.5),
// lognormal_p99(100 ms, 900 ms), recorded(2). Throws std::invalid_argument.
[[nodiscard]] Latency parse_latency(std::string_view text);

}  // namespace wiretape::policy

// SPDX-License-Identifier: MIT
// A cassette as a table for people.
#pragma once

#include <cstdint>
#include <string>

#include <wiretape/cassette.hpp>

#include "cli/terminal.hpp"

namespace wiretape::cli {

// A line on the cassette, and a row for each interaction. URLs are cut where the terminal has a width.
// `file`: its name in that line.
[[nodiscard]] std::string cassette_table(const Cassette& cassette, const std::string& file,
                                         const Terminal& terminal);

[[nodiscard]] std::string format_size(std::uint64_t bytes);             // "999 B", "1.2 kB", "34 MB"
[[nodiscard]] std::string format_time(std::chrono::milliseconds time);  // "12 ms", "1.5 s", "3 min"

}  // namespace wiretape::cli

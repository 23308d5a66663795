// SPDX-License-Identifier: MIT
// What somebody may have meant who mistyped a name.
#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace wiretape {

// How many bytes to insert, remove or change to make one of the other (Levenshtein).
[[nodiscard]] inline std::size_t edits_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    auto diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const auto changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({row[j + 1] + 1, row[j] + 1, changed});
    }
  }
  return row.back();
}

// The name that is most like what was said; nothing where none is like it.
[[nodiscard]] inline std::optional<std::string_view> closest_name(std::string_view said,
                                                                  std::span<const std::string_view> names) {
  std::optional<std::string_view> closest;
  auto fewest = std::max<std::size_t>(2, said.size() / 2);
  for (const auto name : names) {
    const auto edits = edits_between(said, name);
    if (edits >= fewest) continue;
    fewest = edits;
    closest = name;
  }
  return closest;
}

}  // namespace wiretape

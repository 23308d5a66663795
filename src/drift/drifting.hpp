// SPDX-License-Identifier: MIT
// What the comparisons of heads and bodies share: where a difference stands, and whether it counts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <wiretape/drift.hpp>
#include <wiretape/options.hpp>

#include "drift/shape.hpp"

namespace wiretape::drift {

// A text for a report: escaped, and cut.
[[nodiscard]] std::string shown(std::string_view text);

[[nodiscard]] DriftChange change(DriftKind kind, bool is_breaking, std::string place, std::string recorded,
                                 std::string now);

struct Places {
  std::vector<Ignored> ignored;

  // Nothing there counts; or its value alone does not. A pointer's '*' stands for any token.
  [[nodiscard]] bool is_ignored(Ignored::Where where, std::string_view name) const;
  [[nodiscard]] bool is_value_ignored(Ignored::Where where, std::string_view name) const;
};

using Changes = std::vector<DriftChange>;

// Of a head: what code may rely on. Left out is what changes with every answer, or says nothing of it: Date,
// Server, Content-Length, Via ...
[[nodiscard]] Changes header_changes(const Headers& recorded, const Headers& now, const Places& places);

// Of JSON by its shape, then by value; `root` stands before its places: "body", "message". A place in a list
// has a change for each of the first values that are new there.
[[nodiscard]] Changes json_changes(const std::string& root, const Shape& recorded, const Shape& now,
                                   const Places& places);

}  // namespace wiretape::drift

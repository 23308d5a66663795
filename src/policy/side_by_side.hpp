// SPDX-License-Identifier: MIT
// Two requests field by field, for a person to see where they differ.
#pragma once

#include <string>
#include <vector>

#include <wiretape/options.hpp>

namespace wiretape::policy {

struct Row {
  std::string label;           // "method", "query city", "body /items/0"
  std::string recorded, live;  // escaped, and cut to a column's width around the difference
  bool differs = false;
};

// The rows of each part of `policy`, in its order; a differing query, form or JSON body has one for each
// difference. Values that may be secrets (Authorization, Cookie, ...) show their first characters only.
[[nodiscard]] std::vector<Row> side_by_side(const MatchPolicy& policy, const Request& recorded,
                                            const Request& live);

// Lines of aligned columns under a title, each after `margin` spaces; no line end at the last.
[[nodiscard]] std::string format_table(const std::vector<Row>& rows, std::size_t margin);

}  // namespace wiretape::policy

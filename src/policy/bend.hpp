// SPDX-License-Identifier: MIT
// What rules make of one answer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <wiretape/rule.hpp>

namespace wiretape::policy {

struct Bend {
  struct Step {
    Action action;
    std::uint64_t seed;  // of what is drawn in it
  };
  std::vector<Step> steps;         // each acts on what the one before it made
  std::vector<std::string> rules;  // that acted, newest first: "rule 2", "rule 'busy'"

  [[nodiscard]] bool empty() const { return steps.empty(); }
};

// What they make of a connection, or of a request that arrives.
struct Early {
  std::optional<Fault> fault = {};
  std::optional<std::uint64_t> bytes_per_second = {};
  std::vector<std::string> rules = {};
};

}  // namespace wiretape::policy

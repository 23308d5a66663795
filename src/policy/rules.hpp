// SPDX-License-Identifier: MIT
// The rules in force, and how often each was met.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include <wiretape/rule.hpp>

namespace wiretape::policy {

class Rules {
public:
  // What the rules say of one request.
  struct Verdict {
    std::chrono::milliseconds delay{0};
    std::optional<Response> answer = {};
    MessageCallback converse = {};
  };

  void add(Rule rule) { rules_.push_back({std::move(rule)}); }
  [[nodiscard]] bool empty() const { return rules_.empty(); }

  // Newest first: delays add up until a rule with an answer. Every rule that fits counts the request.
  [[nodiscard]] Verdict apply(const Request& request);

private:
  struct Counted {
    Rule rule;
    int count = 0;
  };
  std::vector<Counted> rules_;
};

}  // namespace wiretape::policy

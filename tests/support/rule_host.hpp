// SPDX-License-Identifier: MIT
// Rules without a deck.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include <wiretape/rule.hpp>

#include "policy/policy.hpp"

namespace wiretape::test {

// Touched by one thread.
class FreeRuleHost final : public RuleHost {
public:
  void add(std::shared_ptr<Rule> rule) override {
    if (on_add) on_add(rule);
    rules.push_back(std::move(rule));
  }
  void remove(const Rule* rule) override {
    if (on_remove) on_remove(rule);
    removed.push_back(rule);
  }
  void touch(std::function<void()> what) override { what(); }

  std::function<void(std::shared_ptr<Rule>)> on_add = {};
  std::function<void(const Rule*)> on_remove = {};
  std::vector<std::shared_ptr<Rule>> rules = {};
  std::vector<const Rule*> removed = {};
};

inline RuleBuilder when(policy::Policy& policy, RequestMatcher which) {
  static std::map<const policy::Policy*, FreeRuleHost> hosts;
  auto& host = hosts[&policy];
  host.on_add = [&policy](std::shared_ptr<Rule> rule) { policy.add_rule(std::move(rule)); };
  host.on_remove = [&policy](const Rule* rule) { policy.remove_rule(rule); };
  return {std::move(which), host};
}

}  // namespace wiretape::test

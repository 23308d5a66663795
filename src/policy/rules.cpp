// SPDX-License-Identifier: MIT
#include "policy/rules.hpp"

namespace wiretape::policy {

Rules::Verdict Rules::apply(const Request& request) {
  Verdict verdict;
  for (auto counted = rules_.rbegin(); counted != rules_.rend(); ++counted) {
    const auto& rule = counted->rule;
    if (!rule.which.matches(request)) continue;
    const bool acts = rule.acts_on(++counted->count);
    if (!acts || verdict.answer || verdict.converse) continue;
    verdict.delay += rule.delay;
    verdict.answer = rule.answer;
    verdict.converse = rule.converse;
  }
  return verdict;
}

}  // namespace wiretape::policy

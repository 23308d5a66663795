// SPDX-License-Identifier: MIT
#include "policy/stage.hpp"

namespace wiretape::policy {

Stage stage_of(FaultKind kind) {
  if (kind <= FaultKind::certificate_with_weak_key) return Stage::connection;
  if (kind <= FaultKind::stall_in_request) return Stage::request;
  return Stage::answer;
}

Stage stage_of(const Action& action) {
  if (std::holds_alternative<ThrottleRequestAction>(action)) return Stage::request;
  const auto* fault = std::get_if<FaultAction>(&action);
  return fault ? stage_of(fault->fault.kind) : Stage::answer;
}

Stage stage_of(const Rule& rule) {
  return rule.actions.empty() ? Stage::answer : stage_of(rule.actions.front());
}

}  // namespace wiretape::policy

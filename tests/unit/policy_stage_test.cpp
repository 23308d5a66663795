// SPDX-License-Identifier: MIT
#include "policy/stage.hpp"

#include <gmock/gmock.h>

namespace wiretape::policy {
namespace {

Rule rule_of(std::vector<Action> actions) {
  Rule rule{RequestMatcher("is any", [](const Request&) { return true; }), [](int) { return true; }};
  rule.actions = std::move(actions);
  return rule;
}

TEST(Stage, FollowsFromTheGroupOfTheFault) {
  for (const auto& entry : fault_catalogue()) {
    const auto expected = entry.group == "of the connection"           ? Stage::connection
                          : entry.group == "while the request arrives" ? Stage::request
                                                                       : Stage::answer;
    EXPECT_EQ(stage_of(entry.example.kind), expected) << to_string(entry.example.kind);
    EXPECT_EQ(is_of_websocket(entry.example.kind), entry.group == "in a WebSocket")
        << to_string(entry.example.kind);
  }
}

TEST(Stage, OfARuleIsThatOfItsActions) {
  EXPECT_EQ(stage_of(rule_of({})), Stage::answer);
  EXPECT_EQ(stage_of(rule_of({ThrottleAction{1}})), Stage::answer);
  EXPECT_EQ(stage_of(rule_of({ThrottleRequestAction{1}})), Stage::request);
  EXPECT_EQ(stage_of(rule_of({FaultAction{fault::refuse()}})), Stage::connection);
}

}  // namespace
}  // namespace wiretape::policy

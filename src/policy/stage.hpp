// SPDX-License-Identifier: MIT
// When a rule has its say.
#pragma once

#include <cstdint>

#include <wiretape/rule.hpp>

namespace wiretape::policy {

enum class Stage : std::uint8_t {
  connection,  // before there is a request
  request,     // when its head is here, and its body is not
  answer,
};

[[nodiscard]] Stage stage_of(FaultKind kind);
[[nodiscard]] Stage stage_of(const Action& action);
// That of its actions, which are all of one.
[[nodiscard]] Stage stage_of(const Rule& rule);

[[nodiscard]] constexpr bool is_of_websocket(FaultKind kind) { return kind >= FaultKind::refuse_upgrade; }

}  // namespace wiretape::policy

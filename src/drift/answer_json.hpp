// SPDX-License-Identifier: MIT
// The JSON in an answer.
#pragma once

#include <optional>

#include <wiretape/interaction.hpp>

#include "policy/json.hpp"

namespace wiretape::drift {

// Of a body; of lines of JSON and server-sent events a list, in which events that are no JSON are texts.
// Nothing where there is none, or not all of it is held.
[[nodiscard]] std::optional<policy::Json> json_of(const Response& response);
// Of a server's messages, a list; binary ones are left out.
[[nodiscard]] policy::Json json_of(const WebSocketConversation& said);

}  // namespace wiretape::drift

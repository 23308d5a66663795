// SPDX-License-Identifier: MIT
// Answers the deck gives in its own name.
#pragma once

#include <string>

#include <wiretape/interaction.hpp>

#include "http/http1_reader.hpp"

namespace wiretape::proxy {

// A text/plain answer with its length. Of the statuses the deck itself answers with.
[[nodiscard]] Response plain_answer(int status, std::string body);
// To bytes that are no valid request; the connection closes after it.
[[nodiscard]] Response answer_to_error(const http::ReadError& error);
// 502, or 504 after a time-out, with what was attempted (RFC 9110 §15.6.3, §15.6.5).
[[nodiscard]] Response answer_for_failure(const TransportError& error);

}  // namespace wiretape::proxy

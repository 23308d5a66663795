// SPDX-License-Identifier: MIT
// Pieces of a text that others take the place of, and what follows from that for the message around it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <wiretape/http.hpp>
#include <wiretape/websocket.hpp>

namespace wiretape::secrets {

struct Edit {
  std::size_t at = 0, size = 0;
  std::string with = {};
};
using Edits = std::vector<Edit>;  // in order, none within another

[[nodiscard]] std::string edited(std::string_view text, const Edits& edits);
// Where in the edited text a place of the old one is. Of one within an edit: behind that.
[[nodiscard]] std::uint64_t moved(std::uint64_t at, const Edits& edits);

// Of a body's text(): coded anew where it is coded; chunks and Content-Length follow. Where it cannot be
// coded, it is not any more.
void edit_body(Request& request, const Edits& edits);
void edit_body(Response& response, const Edits& edits);
void edit_payload(WebSocketMessage& message, const Edits& edits);

}  // namespace wiretape::secrets

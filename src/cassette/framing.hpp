// SPDX-License-Identifier: MIT
// What a message's head says of its length, and how it follows an edited body.
#pragma once

#include <array>
#include <string_view>
#include <utility>

#include <wiretape/http.hpp>

namespace wiretape::cassette {

inline constexpr std::array<std::pair<std::string_view, Framing>, 4> framing_names{{
    {"none", Framing::none},
    {"content_length", Framing::content_length},
    {"chunked", Framing::chunked},
    {"until_close", Framing::until_close},
}};

// What a reader on the wire would find; a cassette shows a framing only where it is another.
[[nodiscard]] Framing implied_framing(const Request& request);
[[nodiscard]] Framing implied_framing(const Response& response, const Request& request);

// Whether Content-Length, or the chunks' sizes, say what the body has; `message` is a Request or a
// Response. A truncated body agrees, and so does one whose framing has no length.
template <class Message>
[[nodiscard]] bool do_lengths_agree(const Message& message);
// Makes them agree: each Content-Length is set, and chunks that no longer fit become one.
template <class Message>
void mend_lengths(Message& message);

}  // namespace wiretape::cassette

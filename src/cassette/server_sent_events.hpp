// SPDX-License-Identifier: MIT
// Server-sent events (HTML Standard, 9.2) as a person reads them: a list, one by one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <wiretape/http.hpp>

#include "cassette/node.hpp"

namespace wiretape::cassette {

// Whether the fields say that the body is such a stream, and not coded.
[[nodiscard]] bool is_event_stream(const Headers& headers);

// A body with
//   events: each a mapping with, in the order in which they were sent, event, data, id, retry and comment;
//     or raw, what is none of these as it was sent. Beside them at_ms: it began a chunk, then
//   events_style: crlf (how lines end), tight (no space behind colons), or both; where it is "\n" and ": "
struct ShownEvents {
  Node body;
  bool shows_chunks = false;  // the list tells what `chunks` would
};

// Nothing where the body is shown better as a text. `is_chunked`: it was sent in chunks.
[[nodiscard]] std::optional<ShownEvents> show_events(const std::string& bytes,
                                                     const std::vector<Chunk>& chunks, bool is_chunked);

[[nodiscard]] bool has_events(const Node& body);
struct Events {
  std::string bytes;
  std::vector<Chunk> chunks;  // one an event, or one from each at_ms to the next
};
// Throws Unreadable.
[[nodiscard]] Events events_of(Node& body, bool is_chunked);

}  // namespace wiretape::cassette

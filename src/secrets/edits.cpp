// SPDX-License-Identifier: MIT
#include "secrets/edits.hpp"

#include <algorithm>

#include "cassette/framing.hpp"
#include "http/content_coding.hpp"

namespace wiretape::secrets {

namespace {

// Sizes one behind another, whose borders move.
template <class Sizes, class SizeOf, class Move>
void move_borders(Sizes& sizes, SizeOf size_of, Move move) {
  std::uint64_t old_end = 0, new_begin = 0;
  for (auto& piece : sizes) {
    old_end += size_of(piece);
    const auto new_end = std::max<std::uint64_t>(move(old_end), new_begin);
    size_of(piece) = new_end - new_begin;
    new_begin = new_end;
  }
}

// A chunk of no bytes would end the body.
void drop_empty(std::vector<Chunk>& chunks) {
  std::erase_if(chunks, [](const Chunk& chunk) { return chunk.size == 0; });
}

template <class Message>
void edit(Message& message, const Edits& edits) {
  if (edits.empty()) return;
  Body& body = message.body;
  const auto text = edited(body.text(), edits);
  const auto size_of = [](Chunk& chunk) -> std::uint64_t& { return chunk.size; };
  if (!body.decoded) {
    body.bytes = text;
    move_borders(message.chunks, size_of, [&](std::uint64_t at) { return moved(at, edits); });
  } else {
    const auto old_size = std::max<std::uint64_t>(body.bytes.size(), 1);
    auto coded = http::encode_content(text, message.headers);
    if (coded) {
      body.bytes = *std::move(coded);
      body.decoded = text;
    } else {
      message.headers.remove("Content-Encoding");
      body.bytes = text;
      body.decoded.reset();
    }
    const auto new_size = body.bytes.size();
    move_borders(message.chunks, size_of,
                 [&](std::uint64_t at) { return at >= old_size ? new_size : at * new_size / old_size; });
  }
  drop_empty(message.chunks);
  cassette::mend_lengths(message);
}

}  // namespace

std::string edited(std::string_view text, const Edits& edits) {
  std::string out;
  std::size_t done = 0;
  for (const auto& [at, size, with] : edits) {
    out.append(text.substr(done, at - done)).append(with);
    done = at + size;
  }
  return out.append(text.substr(done));
}

std::uint64_t moved(std::uint64_t at, const Edits& edits) {
  std::uint64_t to = at;
  for (const auto& edit : edits) {
    if (edit.at >= at) break;
    const auto end = edit.at + edit.size;
    if (end > at) to += end - at;  // within it
    to = to + edit.with.size() - edit.size;
  }
  return to;
}

void edit_body(Request& request, const Edits& edits) { edit(request, edits); }
void edit_body(Response& response, const Edits& edits) { edit(response, edits); }

void edit_payload(WebSocketMessage& message, const Edits& edits) {
  if (edits.empty()) return;
  message.payload = edited(message.payload, edits);
  message.wire.reset();
  if (message.is_compressed) {
    message.fragments.clear();
    return;
  }
  move_borders(
      message.fragments, [](WebSocketFragment& fragment) -> std::uint64_t& { return fragment.decoded_size; },
      [&](std::uint64_t at) { return moved(at, edits); });
  for (auto& fragment : message.fragments) fragment.size = fragment.decoded_size;
}

}  // namespace wiretape::secrets

// SPDX-License-Identifier: MIT
// A body held in memory, as the events it came as.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <wiretape/http.hpp>

#include "http/event.hpp"

namespace wiretape::proxy {

// Cuts where the chunks cut, as long as they still sum up to the body: a person may have edited one
// without the other. Large pieces come in smaller ones, so that a body is never copied whole.
class RecordedBody {
public:
  // `message` (a Request or Response) outlives this. `is_cut_short`: its end never came.
  template <class Message>
  RecordedBody(const Message& message, bool is_cut_short)
      : RecordedBody(message.body.bytes, message.chunks, message.framing, is_cut_short) {}

  // The next ChunkStart or Data; nothing after the last.
  std::optional<http::Event> next();

private:
  RecordedBody(const std::string& bytes, const std::vector<Chunk>& chunks, Framing framing,
               bool is_cut_short);

  const std::string& bytes_;
  const std::vector<Chunk>& chunks_;
  bool follows_chunks_;
  std::size_t chunk_ = 0;       // next chunk
  std::size_t chunk_left_ = 0;  // bytes of the chunk begun
  std::size_t sent_ = 0;
};

// A whole request's body, in its framing.
[[nodiscard]] std::string body_bytes(const Request& request);

}  // namespace wiretape::proxy

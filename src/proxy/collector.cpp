// SPDX-License-Identifier: MIT
#include "proxy/collector.hpp"

#include <algorithm>

#include "http/content_coding.hpp"

namespace wiretape::proxy {

void BodyCollector::begin(Body& body, std::vector<Chunk>& chunks, Headers& trailers) {
  body_ = &body;
  chunks_ = &chunks;
  trailers_ = &trailers;
  begun_ = timers_.now();
}

void BodyCollector::add(const http::Event& event) {
  std::visit(
      [this](const auto& piece) {
        if constexpr (requires { add_piece(piece); }) add_piece(piece);
      },
      event);
}

void BodyCollector::add_piece(const http::ChunkStart& chunk) {
  const auto at = std::chrono::duration_cast<std::chrono::milliseconds>(timers_.now() - begun_);
  chunks_->push_back(Chunk{chunk.size, chunk.extension, at});
}

void BodyCollector::add_piece(const http::Data& data) {
  const auto room = limit_ - std::min(limit_, body_->bytes.size());
  body_->bytes.append(data.bytes, 0, room);
  if (data.bytes.size() > room) body_->is_truncated = true;
}

void BodyCollector::add_piece(const http::Trailers& trailers) { *trailers_ = trailers.fields; }

void decode_body(Body& body, const Headers& headers) {
  if (body.is_truncated || body.empty() || !http::has_content_coding(headers)) return;
  if (auto decoded = http::decode_content(body.bytes, headers)) body.decoded = std::move(*decoded);
}

}  // namespace wiretape::proxy

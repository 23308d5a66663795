// SPDX-License-Identifier: MIT
// Gathers body events into a value: what the journal shows and the cassette keeps.
#pragma once

#include <cstddef>
#include <vector>

#include <wiretape/http.hpp>

#include "http/event.hpp"
#include "io/timers.hpp"

namespace wiretape::proxy {

// Fills the body, chunks and trailers of one message; beyond `limit_bytes` the body is cut and marked.
class BodyCollector {
public:
  BodyCollector(const io::Timers& timers, std::size_t limit_bytes) : timers_(timers), limit_(limit_bytes) {}

  void begin(Body& body, std::vector<Chunk>& chunks, Headers& trailers);
  void add(const http::Event& event);  // heads and End are not the body's: they pass

private:
  void add_piece(const http::ChunkStart& chunk);
  void add_piece(const http::Data& data);
  void add_piece(const http::Trailers& trailers);

  const io::Timers& timers_;
  std::size_t limit_;
  io::Timers::time_point begun_;
  Body* body_ = nullptr;
  std::vector<Chunk>* chunks_ = nullptr;
  Headers* trailers_ = nullptr;
};

// Sets body.decoded from the Content-Encoding, where there is one that can be removed.
void decode_body(Body& body, const Headers& headers);

}  // namespace wiretape::proxy

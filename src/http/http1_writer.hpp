// SPDX-License-Identifier: MIT
// Writes HTTP/1 heads and bodies (RFC 9112), byte for byte as they were read where a raw form is kept.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "http/event.hpp"

namespace wiretape::http {

// Whatever stands in a value that somebody edited, it cannot end its line: a CR, LF or NUL is written
// as a space (RFC 9110 §5.5), in a target as a %-escape. Only a raw form that reads as exactly one line
// of the same meaning brings its own bytes.

// The head with its empty line. `target` is the request line's target in the form the peer wants:
// "/path" to an origin, "http://host/path" to a proxy.
[[nodiscard]] std::string write_request_head(const Request& request, std::string_view target);
[[nodiscard]] std::string write_response_head(const Response& response);
void append_response_head(std::string& out, const Response& response);
[[nodiscard]] std::string write_interim_head(const Interim& interim);

// "Name: value\r\n", or the field's raw where it still says the same.
[[nodiscard]] std::string write_field(const HeaderField& field);

// Body events to bytes under one framing. Not a machine: the caller sends events in order, and as much
// Data as a ChunkStart announced. Data of a chunked body without ChunkStart, or beyond it, becomes a
// chunk of its own. Framing::none writes nothing.
class BodyWriter {
public:
  explicit BodyWriter(Framing framing) : framing_(framing) {}
  void append(std::string& out, const Data& data);
  [[nodiscard]] std::string write(const Event& event);  // heads give no bytes
  [[nodiscard]] std::string write(const ChunkStart& chunk);
  [[nodiscard]] std::string write(const Data& data);
  [[nodiscard]] std::string write(const Trailers& trailers);  // last chunk and trailers
  [[nodiscard]] std::string write(const End& end);            // last chunk if Trailers did not

private:
  Framing framing_;
  std::uint64_t chunk_left_ = 0;  // of the chunk begun by ChunkStart
  bool is_ended_ = false;
};

}  // namespace wiretape::http

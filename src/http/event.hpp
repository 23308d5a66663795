// SPDX-License-Identifier: MIT
// A message as a stream of events: what readers give, writers take, and rules filter. Neutral to the
// HTTP version. The order is: interim*, head, (data | chunk)*, trailers?, end.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include <wiretape/http.hpp>

namespace wiretape::http {

// RFC 9112 §3.2
enum class TargetForm : std::uint8_t { origin, absolute, authority, asterisk };

struct RequestHead {
  // Body, chunks and trailers empty. The url is as far as target and Host tell: scheme http and port 80
  // where they name none; for CONNECT host and port only.
  Request request;
  TargetForm form = TargetForm::origin;
  std::uint64_t content_length = 0;  // with Framing::content_length
  bool keeps_alive = true;           // RFC 9112 §9.3
  bool expects_continue = false;     // RFC 9110 §10.1.1
  std::string target;                // as it was written, in whatever form
};

struct ResponseHead {
  Response response;  // body, chunks, trailers and interim empty
  std::uint64_t content_length = 0;
  bool keeps_alive = true;
};

struct InterimHead {
  Interim interim;
};

// A chunk of a chunked body begins; `size` bytes of Data follow, in one piece or more.
struct ChunkStart {
  std::uint64_t size = 0;
  std::string extension;
};

struct Data {
  std::string bytes;  // never empty
};

// Ends a chunked body, always.
struct Trailers {
  Headers fields;              // may be empty
  std::string extension = {};  // of the last chunk, as in ChunkStart
};

struct End {};

using Event = std::variant<RequestHead, ResponseHead, InterimHead, ChunkStart, Data, Trailers, End>;

}  // namespace wiretape::http

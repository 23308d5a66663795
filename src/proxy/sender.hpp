// SPDX-License-Identifier: MIT
// Sends an answer to a client, whatever it comes from.
#pragma once

#include <string>

#include "io/stream.hpp"
#include "proxy/source.hpp"

namespace wiretape::proxy {

// What the sender has to know of the request.
struct AnswerTo {
  std::string method;
  std::string version;
  bool has_continued = false;  // the deck already sent 100 Continue itself

  AnswerTo(std::string method_, std::string version_, bool has_continued_)
      : method(std::move(method_)), version(std::move(version_)), has_continued(has_continued_) {}
};

struct Sent {
  bool is_whole = false;     // the answer's last byte is on its way, or its failure was played
  bool keeps_alive = false;  // the connection may carry another request
  std::string bytes;         // of a whole answer that went out in one piece
};

// Ends when the answer has, or the client is gone. A TransportError before any byte becomes the same
// socket event where there is one (reset, closed), else 502 or 504; after the first byte the
// connection is reset or ends at the same byte.
io::Task<Sent> send_answer(io::Stream& client, Source& source, AnswerTo to);

}  // namespace wiretape::proxy

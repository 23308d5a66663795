// SPDX-License-Identifier: MIT
#include "proxy/delay_filter.hpp"

#include "policy/latency.hpp"

namespace wiretape::proxy {

io::Timers::duration DelayFilter::pause_before(const Step& step) {
  if (!is_there(step)) return io::Timers::duration::zero();
  return policy::draw(latency_, random_, recorded_);
}

bool DelayFilter::is_there(const Step& step) {
  const bool is_chunk = event_of<http::ChunkStart>(step) != nullptr;
  const bool is_piece = is_chunk || (event_of<http::Data>(step) != nullptr && !is_chunked_);
  const bool is_first = !std::exchange(has_begun_, true);
  const bool is_first_of_body = is_piece && !has_body_;
  is_chunked_ = is_chunked_ || is_chunk;
  has_body_ = has_body_ || is_piece;
  switch (before_) {
    case Before::answer:
      return is_first;
    case Before::body:
      return is_first_of_body;
    case Before::each_chunk:
      return is_piece;
    case Before::end:
      break;
  }
  return event_of<http::End>(step) != nullptr;
}

}  // namespace wiretape::proxy

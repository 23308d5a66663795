// SPDX-License-Identifier: MIT
#include "io/deadline.hpp"

namespace wiretape::io {

Deadline::Deadline(Timers& timers, Stream& stream, Timers::duration limit)
    : timers_(timers), stream_(stream), limit_(limit) {
  restart();
  wait(limit_);
}

// The pending timer stays: when it comes early it waits for the rest.
void Deadline::restart() { ends_at_ = timers_.now() + limit_; }

void Deadline::wait(Timers::duration delay) {
  timer_ = timers_.after(delay, [this] {
    const auto left = ends_at_ - timers_.now();
    if (left > Timers::duration::zero()) return wait(left);
    has_passed_ = true;
    stream_.close();
  });
}

}  // namespace wiretape::io

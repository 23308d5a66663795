// SPDX-License-Identifier: MIT
#include "io/deadline.hpp"

namespace wiretape::io {

Deadline::Deadline(Timers& timers, Stream& stream, Timers::duration limit) : Deadline(timers, stream) {
  restart(limit);
}

void Deadline::restart(Timers::duration limit) {
  ends_at_ = timers_.now() + limit;
  if (ends_at_ < wakes_at_) wait(ends_at_, limit);
}

void Deadline::stop() { ends_at_ = never; }

void Deadline::wait(Timers::time_point until, Timers::duration delay) {
  wakes_at_ = until;
  timer_ = timers_.after(delay, [this] { wake(); });
}

// It may come early, before an end that has moved: it waits for the rest.
void Deadline::wake() {
  wakes_at_ = never;
  if (ends_at_ == never) return;
  const auto left = ends_at_ - timers_.now();
  if (left > Timers::duration::zero()) return wait(ends_at_, left);
  has_passed_ = true;
  stream_.close();
}

}  // namespace wiretape::io

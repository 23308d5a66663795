// SPDX-License-Identifier: MIT
// A limit on a wait: closes the stream when it passes, so that the pending operation ends.
#pragma once

#include "io/stream.hpp"
#include "io/timers.hpp"

namespace wiretape::io {

class Deadline {
public:
  // Both outlive the deadline. From now on `stream` is closed when `limit` passes first.
  Deadline(Timers& timers, Stream& stream, Timers::duration limit);
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

  void restart();  // the limit counts from now; cheap, so one deadline can serve a whole connection
  [[nodiscard]] bool has_passed() const { return has_passed_; }

private:
  void wait(Timers::duration delay);

  Timers& timers_;
  Stream& stream_;
  Timers::duration limit_;
  Timers::time_point ends_at_;
  bool has_passed_ = false;
  std::unique_ptr<Timers::Handle> timer_;
};

}  // namespace wiretape::io

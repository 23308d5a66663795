// SPDX-License-Identifier: MIT
// A limit on a wait: closes the stream when it passes, so that the pending operation ends.
#pragma once

#include "io/stream.hpp"
#include "io/timers.hpp"

namespace wiretape::io {

class Deadline {
public:
  // Both outlive the deadline. No limit yet.
  Deadline(Timers& timers, Stream& stream) : timers_(timers), stream_(stream) {}
  // From now on `stream` is closed when `limit` passes first.
  Deadline(Timers& timers, Stream& stream, Timers::duration limit);
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

  // The limit counts from now. Cheap, as stop() is: one deadline can serve a whole connection.
  void restart(Timers::duration limit);
  void stop();  // no limit until restart()
  [[nodiscard]] bool has_passed() const { return has_passed_; }

private:
  void wait(Timers::time_point until, Timers::duration delay);
  void wake();

  static constexpr auto never = Timers::time_point::max();

  Timers& timers_;
  Stream& stream_;
  Timers::time_point ends_at_ = never;
  Timers::time_point wakes_at_ = never;  // when the timer comes; it stays where ends_at_ moves away
  bool has_passed_ = false;
  std::unique_ptr<Timers::Handle> timer_;
};

}  // namespace wiretape::io

// SPDX-License-Identifier: MIT
// What is to be written to a stream, by several coroutines that do not wait for it.
#pragma once

#include <string>
#include <string_view>

#include "io/stream.hpp"
#include "io/wait.hpp"

namespace wiretape::proxy {

class Outbox {
public:
  // `stream` outlives it.
  Outbox(io::Executor executor, io::Stream& stream) : stream_(stream), news_(executor), written_(executor) {}

  // Writes what is put in until end(), or until the stream takes no more. Call it once.
  io::Task<void> run();

  // Queued behind what is there; dropped where nothing can be written any more.
  void put(std::string_view bytes);
  // Ends our side in order behind what is queued. What is put in later is dropped.
  void end();
  // run() ends at the next moment it can, whatever is queued.
  void give_up();

  // Waits until little is queued, so that a fast sender does not outrun a slow reader.
  io::Task<void> room();
  // Waits until all is written, or nothing will be any more.
  io::Task<void> empty();
  [[nodiscard]] bool has_failed() const { return has_failed_; }

private:
  [[nodiscard]] bool takes_more() const { return !has_failed_ && !is_ending_; }

  io::Stream& stream_;
  io::Event news_, written_;
  std::string queued_;
  bool is_writing_ = false;
  bool is_ending_ = false;
  bool has_failed_ = false;
};

}  // namespace wiretape::proxy

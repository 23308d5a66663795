// SPDX-License-Identifier: MIT
// What a running deck says on stderr.
#pragma once

#include <atomic>
#include <mutex>
#include <ostream>
#include <string>
#include <string_view>

#include <wiretape/journal.hpp>

namespace wiretape::cli {

// The line for an entry that a person wants to see go by: an answer, a failed handshake, a finding, a notice;
// with its line end. Empty for the others.
[[nodiscard]] std::string log_line(const JournalEntry& entry);

// Lines from the deck's thread and the program's own, each whole. Thread-safe; `err` outlives it.
class LiveLog {
public:
  LiveLog(std::ostream& err, bool is_quiet) : err_(err), is_quiet_(is_quiet) {}

  void hear(const JournalEntry& entry) {
    if (entry.kind != JournalKind::finding || !has_ended_) say(log_line(entry));
  }
  // What the deck finds from now on is told at length, and not as it goes by.
  void end() { has_ended_ = true; }
  // Nothing when it is quiet. `text` ends its line.
  void say(std::string_view text) {
    if (!is_quiet_) insist(text);
  }
  void insist(std::string_view text) {
    const std::lock_guard lock(mutex_);
    err_ << text << std::flush;
  }

private:
  std::mutex mutex_;
  std::ostream& err_;
  bool is_quiet_;
  std::atomic<bool> has_ended_ = false;
};

}  // namespace wiretape::cli

// SPDX-License-Identifier: MIT
// The journal between the deck's thread, which writes, and the test's, which reads and waits.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include <wiretape/matcher.hpp>

#include "policy/journal.hpp"

namespace wiretape::deck {

// Thread-safe.
class SharedJournal final : public policy::JournalSink {
public:
  using Listener = std::function<void(const JournalEntry&)>;
  // `listener` hears each entry on the thread that adds it; may be empty.
  explicit SharedJournal(Listener listener) : listener_(std::move(listener)) {}

  void add(JournalEntry entry) override;
  // A finding that says the same as an earlier one is told once.
  void find(Finding finding) override;

  [[nodiscard]] std::vector<JournalEntry> entries() const;
  [[nodiscard]] std::vector<Request> requests() const;
  // The first request that fits, when there is one before `timeout` or close().
  [[nodiscard]] std::optional<Request> wait_for(const RequestMatcher& which,
                                                std::chrono::milliseconds timeout) const;
  // The same of WebSocket messages of the client's.
  [[nodiscard]] std::vector<WebSocketMessage> messages() const;
  [[nodiscard]] std::optional<WebSocketMessage> wait_for_message(const MessageMatcher& which,
                                                                 std::chrono::milliseconds timeout) const;
  // What was found since the last call.
  [[nodiscard]] std::vector<Finding> take_findings();
  // Nothing more will come: who waits is let go.
  void close();

private:
  void append(JournalEntry entry);
  // The first entry that fits, as wait_for; `value_of` gives what is to be matched, or null.
  template <class T, class ValueOf>
  std::optional<T> wait_for_first(const BasicMatcher<T>& which, std::chrono::milliseconds timeout,
                                  ValueOf value_of) const;

  Listener listener_;
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::vector<JournalEntry> entries_;
  std::vector<Finding> findings_;
  std::unordered_set<std::string> told_;
  bool is_closed_ = false;
};

}  // namespace wiretape::deck

// SPDX-License-Identifier: MIT
#include "deck/shared_journal.hpp"

#include "base/text.hpp"

namespace wiretape::deck {

namespace {

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

// Of an entry that tells of a request; else null.
const Request* request_of(const JournalEntry& entry) {
  return entry.kind == JournalKind::request ? &entry.interaction->request : nullptr;
}

// Of an entry that tells of what an application sent; else null.
const WebSocketMessage* sent_message_of(const JournalEntry& entry) {
  const auto* message = entry.kind == JournalKind::message ? entry.message.get() : nullptr;
  return message && message->from == WebSocketSender::client && message->is_data() ? message : nullptr;
}

}  // namespace

void SharedJournal::add(JournalEntry entry) { append(std::move(entry)); }

void SharedJournal::find(Finding finding) {
  JournalEntry entry;
  entry.kind = JournalKind::finding;
  entry.text = first_line(finding.message);
  {
    const std::lock_guard lock(mutex_);
    if (!told_.insert(finding.message).second) return;
    findings_.push_back(std::move(finding));
  }
  append(std::move(entry));
}

void SharedJournal::append(JournalEntry entry) {
  entry.at = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun_);
  if (listener_) listener_(entry);
  const std::lock_guard lock(mutex_);
  entries_.push_back(std::move(entry));
  changed_.notify_all();
}

std::vector<JournalEntry> SharedJournal::entries() const {
  const std::lock_guard lock(mutex_);
  return entries_;
}

std::vector<Request> SharedJournal::requests() const {
  std::vector<Request> requests;
  for (const auto& entry : entries()) {
    if (const auto* request = request_of(entry)) requests.push_back(*request);
  }
  return requests;
}

std::vector<WebSocketMessage> SharedJournal::messages() const {
  std::vector<WebSocketMessage> messages;
  for (const auto& entry : entries()) {
    if (const auto* message = sent_message_of(entry)) messages.push_back(*message);
  }
  return messages;
}

template <class T, class ValueOf>
std::optional<T> SharedJournal::wait_for_first(const BasicMatcher<T>& which,
                                               std::chrono::milliseconds timeout, ValueOf value_of) const {
  const auto until = std::chrono::steady_clock::now() + timeout;
  std::unique_lock lock(mutex_);
  for (std::size_t seen = 0;;) {
    for (; seen < entries_.size(); ++seen) {
      if (value_of(entries_[seen]) == nullptr) continue;
      const auto entry = entries_[seen];
      lock.unlock();  // the user's matcher may take its time
      const T& value = *value_of(entry);
      if (which.matches(value)) return value;
      lock.lock();
    }
    const auto has_news = [&] { return is_closed_ || entries_.size() > seen; };
    if (!changed_.wait_until(lock, until, has_news)) return std::nullopt;
    if (is_closed_ && entries_.size() == seen) return std::nullopt;
  }
}

std::optional<Request> SharedJournal::wait_for(const RequestMatcher& which,
                                               std::chrono::milliseconds timeout) const {
  return wait_for_first(which, timeout, request_of);
}

std::optional<WebSocketMessage> SharedJournal::wait_for_message(const MessageMatcher& which,
                                                                std::chrono::milliseconds timeout) const {
  return wait_for_first(which, timeout, sent_message_of);
}

std::vector<Finding> SharedJournal::take_findings() {
  const std::lock_guard lock(mutex_);
  return std::exchange(findings_, {});
}

void SharedJournal::close() {
  const std::lock_guard lock(mutex_);
  is_closed_ = true;
  changed_.notify_all();
}

}  // namespace wiretape::deck

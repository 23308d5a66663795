// SPDX-License-Identifier: MIT
#include "deck/shared_journal.hpp"

#include "base/text.hpp"

namespace wiretape::deck {

namespace {

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

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
    if (entry.kind == JournalKind::request) requests.push_back(entry.interaction->request);
  }
  return requests;
}

std::optional<Request> SharedJournal::wait_for(const RequestMatcher& which,
                                               std::chrono::milliseconds timeout) const {
  const auto until = std::chrono::steady_clock::now() + timeout;
  std::unique_lock lock(mutex_);
  for (std::size_t seen = 0;;) {
    for (; seen < entries_.size(); ++seen) {
      if (entries_[seen].kind != JournalKind::request) continue;
      const auto interaction = entries_[seen].interaction;
      lock.unlock();  // the user's matcher may take its time
      if (which.matches(interaction->request)) return interaction->request;
      lock.lock();
    }
    const auto has_news = [&] { return is_closed_ || entries_.size() > seen; };
    if (!changed_.wait_until(lock, until, has_news)) return std::nullopt;
    if (is_closed_ && entries_.size() == seen) return std::nullopt;
  }
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

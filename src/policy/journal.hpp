// SPDX-License-Identifier: MIT
// What conversations tell while they go on.
#pragma once

#include <wiretape/finding.hpp>
#include <wiretape/journal.hpp>

namespace wiretape::policy {

// Where entries and findings go. The deck's implementation guards them with a lock and wakes who waits.
class JournalSink {
public:
  virtual ~JournalSink() = default;
  virtual void add(JournalEntry entry) = 0;  // `at` is filled in by the sink
  // Also becomes an entry. A finding equal to an earlier one is kept once.
  virtual void find(Finding finding) = 0;
};

}  // namespace wiretape::policy

// SPDX-License-Identifier: MIT
#include "cli/live_log.hpp"

#include "base/text.hpp"
#include "cli/remedies.hpp"
#include "policy/messages.hpp"

namespace wiretape::cli {

namespace {

// Why the origin did not answer; empty when it did.
std::string reason(const JournalEntry& entry) {
  if (!entry.interaction) return {};
  const auto* failure = std::get_if<TransportError>(&entry.interaction->outcome);
  if (!failure || failure->message.empty()) return {};
  const std::string remedy(policy::remedy_for(*failure));
  return ": " + escape_control(failure->message, 500) + (remedy.empty() ? "" : "; next: " + remedy);
}

}  // namespace

std::string log_line(const JournalEntry& entry) {
  switch (entry.kind) {
    case JournalKind::answered:
    case JournalKind::aborted:
    case JournalKind::tls_failed:
      return in_words_of_program(entry.text + reason(entry)) + '\n';
    case JournalKind::finding:
      return "finding: " + entry.text + '\n';
    case JournalKind::notice:
      return "notice: " + in_words_of_program(entry.text) + '\n';
    default:
      return {};
  }
}

}  // namespace wiretape::cli

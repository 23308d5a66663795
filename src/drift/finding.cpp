// SPDX-License-Identifier: MIT
#include "drift/finding.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "base/text.hpp"
#include "policy/proposal.hpp"
#include "policy/wording.hpp"

namespace wiretape::drift {

namespace {

constexpr std::size_t most_entries = 3;  // to be pasted

std::string entries_of(const DriftReport& report, bool are_breaking_only) {
  std::set<std::string> told;
  std::string out;
  for (const auto& change : report.changes) {
    if (are_breaking_only && !change.is_breaking) continue;
    const auto entry = ignore_entry(change);
    if (entry.empty() || told.size() == most_entries || !told.insert(entry).second) continue;
    out += (out.empty() ? "" : ", ") + entry;
  }
  return out;
}

}  // namespace

std::string ignore_entry(const DriftChange& change) {
  const bool is_of_value = change.kind == DriftKind::value || change.kind == DriftKind::format ||
                           change.kind == DriftKind::enum_grown || change.kind == DriftKind::header_changed;
  using Where = Ignored::Where;
  constexpr std::array<std::pair<std::string_view, Where>, 3> roots{
      {{"body ", Where::json}, {"message ", Where::json}, {"header ", Where::header}}};
  for (const auto& [root, where] : roots) {
    if (change.place.starts_with(root))
      return policy::as_code({where, change.place.substr(root.size()), is_of_value});
  }
  return change.place.starts_with("cookie ") ? policy::as_code(ignore::header("set-cookie")) : "";
}

std::size_t failing(const DriftReport& report, DriftFails fails_on) {
  switch (fails_on) {
    case DriftFails::breaking:
      return report.breaking();
    case DriftFails::any:
      return report.changes.size();
    case DriftFails::never:
      break;
  }
  return 0;
}

std::optional<Finding> drifted(const policy::DeckFacts& deck, const DriftReport& report,
                               DriftFails fails_on) {
  if (failing(report, fails_on) == 0) return std::nullopt;
  auto text = "the origin no longer answers as it did when it was recorded\n" + report.table();
  text +=
      "  next: read what has changed; " + policy::mode_setting(deck, RecordMode::all) + " records it anew";
  const auto entries = entries_of(report, fails_on == DriftFails::breaking);
  if (!entries.empty()) text += "\n        or let that differ:  .drift = {.ignore = {" + entries + "}}";
  return Finding{FindingKind::drifted, std::move(text)};
}

Finding nothing_to_compare(const policy::DeckFacts& deck) {
  return {FindingKind::cassette_missing,
          "mode diff, and there is no " +
              (deck.cassette.empty() ? "cassette" : escape_control(deck.cassette)) +
              "\n  why:  there is nothing to compare the origin's answers with\n  next: " +
              policy::mode_setting(deck, RecordMode::once) + " records it"};
}

}  // namespace wiretape::drift

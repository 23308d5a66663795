// SPDX-License-Identifier: MIT
#include "drift/finding.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "base/text.hpp"
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
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> roots{
      {{"body ", "json"}, {"message ", "json"}, {"header ", "header"}, {"cookie ", ""}}};
  for (const auto& [root, maker] : roots) {
    if (!change.place.starts_with(root)) continue;
    if (maker.empty()) return "ignore::header(\"set-cookie\")";
    const bool is_of_value = change.kind == DriftKind::value || change.kind == DriftKind::format ||
                             change.kind == DriftKind::enum_grown || change.kind == DriftKind::header_changed;
    return std::string(is_of_value ? "ignore_value::" : "ignore::") + std::string(maker) + "(\"" +
           change.place.substr(root.size()) + "\")";
  }
  return {};
}

std::optional<Finding> drifted(const policy::DeckFacts& deck, const DriftReport& report,
                               DriftFails fails_on) {
  const bool counts_all = fails_on == DriftFails::any;
  const auto count = counts_all ? report.changes.size() : report.breaking();
  if (fails_on == DriftFails::never || count == 0) return std::nullopt;
  auto text = "the origin no longer answers as it did when it was recorded\n" + report.table();
  text +=
      "  next: read what has changed; " + policy::mode_setting(deck, RecordMode::all) + " records it anew";
  const auto entries = entries_of(report, !counts_all);
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

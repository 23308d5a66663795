// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <ostream>

#include <nlohmann/json.hpp>
#include <wiretape/drift.hpp>

#include "base/columns.hpp"
#include "base/text.hpp"

namespace wiretape {

namespace {

constexpr std::array<std::string_view, 16> kinds{
    "outcome", "status",   "header_gone", "header_changed", "header_added", "content", "gone",  "optional",
    "type",    "nullable", "format",      "enum_grown",     "added",        "list",    "value", "body"};

constexpr std::size_t most_listed = 20;

std::string counted(std::size_t count, const char* what) {
  return std::to_string(count) + ' ' + what + (count == 1 ? "" : "s");
}

std::string line_of(const DriftChange& change) {
  const auto was = change.recorded.empty() ? std::string("(none)") : change.recorded;
  const auto is = change.now.empty() ? std::string("(none)") : change.now;
  return padded(change.place, 28) + "  " + padded(std::string(to_string(change.kind)), 14) + "  " + was +
         "  ->  " + is;
}

void add_changes(std::string& out, const DriftReport& report, bool are_breaking) {
  const auto count = are_breaking ? report.breaking() : report.benign();
  if (count == 0) return;
  out += are_breaking ? "\nbreaking:\n" : "\nbenign:\n";
  std::size_t listed = 0;
  std::size_t interaction = 0;
  for (const auto& change : report.changes) {
    if (change.is_breaking != are_breaking) continue;
    if (listed++ == most_listed) break;
    if (change.interaction != interaction) {
      out += "  " + change.request + ", interaction " + std::to_string(change.interaction) + '\n';
      interaction = change.interaction;
    }
    out += "    " + line_of(change) + '\n';
  }
  if (count > most_listed) out += "    … and " + std::to_string(count - most_listed) + " more\n";
}

void add_list(std::string& out, const char* title, const std::vector<std::string>& names) {
  if (names.empty()) return;
  out += '\n' + std::string(title) + ":\n";
  for (std::size_t i = 0; i < std::min(names.size(), most_listed); ++i) out += "  " + names[i] + '\n';
  if (names.size() > most_listed) out += "  … and " + std::to_string(names.size() - most_listed) + " more\n";
}

}  // namespace

std::string_view to_string(DriftKind kind) { return kinds.at(static_cast<std::size_t>(kind)); }

void PrintTo(const DriftChange& change, std::ostream* os) {
  *os << (change.is_breaking ? "breaking " : "benign ") << change.request << ' ' << line_of(change);
}

std::size_t DriftReport::breaking() const {
  return static_cast<std::size_t>(std::count_if(
      changes.begin(), changes.end(), [](const DriftChange& change) { return change.is_breaking; }));
}

std::string DriftReport::table() const {
  auto out = escape_control(cassette) + " and " +
             (against.empty() ? std::string("what the origin answers now") : escape_control(against)) + ": " +
             counted(compared, "interaction") + " compared, " + std::to_string(breaking()) +
             " breaking and " + std::to_string(benign()) + " benign changes\n";
  add_changes(out, *this, true);
  add_changes(out, *this, false);
  add_list(out, "asked, and not in the cassette", not_recorded);
  add_list(out, "in the cassette, and not asked", not_asked);
  return out;
}

std::string DriftReport::json() const {
  using Json = nlohmann::ordered_json;
  Json out{{"cassette", cassette},         {"against", against},    {"compared", compared},
           {"breaking", breaking()},       {"benign", benign()},    {"changes", Json::array()},
           {"not_recorded", not_recorded}, {"not_asked", not_asked}};
  for (const auto& change : changes) {
    out["changes"].push_back({{"interaction", change.interaction},
                              {"request", change.request},
                              {"kind", to_string(change.kind)},
                              {"is_breaking", change.is_breaking},
                              {"place", change.place},
                              {"recorded", change.recorded},
                              {"now", change.now}});
  }
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace wiretape

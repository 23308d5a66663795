// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>

#include <wiretape/sweep.hpp>

#include "base/columns.hpp"
#include "base/text.hpp"
#include "cassette/file.hpp"

namespace wiretape {

namespace {

constexpr std::array<std::string_view, 10> groups{"recorded", "transport", "status", "slow",    "body",
                                                  "tls",      "websocket", "json",   "retries", "timeouts"};
constexpr std::array<std::string_view, 5> outcomes{"survived", "unnoticed", "not met", "failed", "hung"};

constexpr std::size_t most_listed = 20;  // of what is no failure

std::string number_or_dot(std::size_t n) { return n == 0 ? "." : std::to_string(n); }

std::string first_line(const std::string& note) {
  return escape_control(note.substr(0, note.find('\n')), 100);
}

std::chrono::milliseconds total(const std::vector<SweepResult>& results) {
  std::chrono::milliseconds sum{0};
  for (const auto& result : results) sum += result.took;
  return sum;
}

std::string seconds(std::chrono::milliseconds time) {
  const auto tenths = (time.count() + 50) / 100;
  return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " s";
}

}  // namespace

std::string_view to_string(SweepGroup group) { return groups.at(static_cast<std::size_t>(group)); }
std::string_view to_string(SweepOutcome outcome) { return outcomes.at(static_cast<std::size_t>(outcome)); }

std::vector<SweepGroup> all_sweep_groups() {
  std::vector<SweepGroup> all;
  for (std::size_t i = 0; i < groups.size(); ++i) all.push_back(static_cast<SweepGroup>(i));
  return all;
}

std::size_t SweepReport::count(SweepOutcome outcome) const {
  return static_cast<std::size_t>(
      std::count_if(results_.begin(), results_.end(),
                    [=](const SweepResult& result) { return result.outcome == outcome; }));
}

std::string SweepReport::table() const {
  constexpr std::size_t first = 12, others = 11;
  std::string out = "sweep of " + escape_control(cassette_) + ": " + std::to_string(results_.size()) +
                    " cases in " + seconds(total(results_)) + "\n\n" + std::string(first, ' ') +
                    aligned_right("cases", others);
  for (const auto outcome : outcomes) out += aligned_right(std::string(outcome), others);
  out += '\n';
  for (std::size_t group = 0; group < groups.size(); ++group) {
    std::array<std::size_t, outcomes.size()> counts{};
    std::size_t cases = 0;
    for (const auto& result : results_) {
      if (static_cast<std::size_t>(result.what.group()) != group) continue;
      ++cases;
      ++counts.at(static_cast<std::size_t>(result.outcome));
    }
    if (cases == 0) continue;
    out += padded("  " + std::string(groups.at(group)), first) + aligned_right(std::to_string(cases), others);
    for (const auto count : counts) out += aligned_right(number_or_dot(count), others);
    out += '\n';
  }
  const SweepResult* bad = nullptr;
  for (const auto outcome :
       {SweepOutcome::hung, SweepOutcome::failed, SweepOutcome::unnoticed, SweepOutcome::not_met}) {
    if (count(outcome) == 0) continue;
    out += "\n" + std::string(to_string(outcome)) + ":\n";
    const bool is_bad = is_failure(outcome);
    std::size_t listed = 0;
    for (const auto& result : results_) {
      if (result.outcome != outcome) continue;
      if (bad == nullptr) bad = &result;
      if (!is_bad && ++listed > most_listed) continue;
      out += "  " + padded(result.what.name(), 50) + "  " + escape_control(result.what.fault(), 60);
      const bool has_note = outcome == SweepOutcome::failed && !result.note.empty();
      out += has_note ? "\n      " + first_line(result.note) + '\n' : "\n";
    }
    if (listed > most_listed)
      out += "  … and " + std::to_string(listed - most_listed) +
             " more:  WIRETAPE_SWEEP_REPORT=sweep.html has all\n";
  }
  if (bad != nullptr) {
    out += "\none alone:  --gtest_filter='*" + bad->what.name() +
           "', or in a loop  WIRETAPE_SWEEP_ONLY=" + bad->what.name() + '\n';
  }
  return out;
}

bool SweepReport::write(const SweepOptions& options) const {
  const char* named = std::getenv("WIRETAPE_SWEEP_REPORT");
  const std::string path = !options.report.empty() ? options.report : named ? named : "";
  if (path.empty()) return false;
  cassette::replace_file({path, path}, html());
  return true;
}

}  // namespace wiretape

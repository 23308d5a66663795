// SPDX-License-Identifier: MIT
#include <map>

#include <wiretape/drift.hpp>

#include "base/html.hpp"

namespace wiretape {

namespace {

std::string in_words(const DriftChange& change) {
  return change.place + ": " + std::string(to_string(change.kind)) + ": " +
         (change.recorded.empty() ? "(none)" : change.recorded) + " -> " +
         (change.now.empty() ? "(none)" : change.now);
}

std::string test_case(const std::string& suite, const std::vector<const DriftChange*>& changes) {
  const auto& first = *changes.front();
  std::string properties, failures;
  for (const auto* change : changes) {
    const auto words = html::escaped(in_words(*change));
    properties += "      <property name=\"" + std::string(change->is_breaking ? "breaking" : "benign") +
                  "\" value=\"" + words + "\"/>\n";
    if (change->is_breaking) failures += words + '\n';
  }
  auto out = "    <testcase classname=\"" + suite + "\" name=\"" + std::to_string(first.interaction) + ". " +
             html::escaped(first.request) + "\">\n    <properties>\n" + properties + "    </properties>\n";
  if (!failures.empty()) out += "      <failure message=\"drifted\">" + failures + "</failure>\n";
  return out + "    </testcase>\n";
}

}  // namespace

std::string DriftReport::junit() const {
  std::map<std::size_t, std::vector<const DriftChange*>> by_interaction;
  for (const auto& change : changes) by_interaction[change.interaction].push_back(&change);
  std::size_t failures = 0;
  std::string cases;
  const auto suite = html::shown(cassette);
  for (const auto& [interaction, found] : by_interaction) {
    for (const auto* change : found) {
      if (!change->is_breaking) continue;
      ++failures;
      break;
    }
    cases += test_case(suite, found);
  }
  for (auto unchanged = by_interaction.size(); unchanged < compared; ++unchanged)
    cases += "    <testcase classname=\"" + suite + "\" name=\"unchanged " +
             std::to_string(unchanged - by_interaction.size() + 1) + "\"/>\n";
  const auto counts =
      " tests=\"" + std::to_string(compared) + "\" failures=\"" + std::to_string(failures) + "\"";
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + counts + ">\n  <testsuite name=\"" +
         suite + "\"" + counts + ">\n" + cases + "  </testsuite>\n</testsuites>\n";
}

}  // namespace wiretape

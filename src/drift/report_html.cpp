// SPDX-License-Identifier: MIT
#include <wiretape/drift.hpp>

#include "base/html.hpp"

namespace wiretape {

namespace {

constexpr std::string_view style = R"(
  .breaking { background: #b42318; } .benign { background: #2a7d46; } .other { background: #6b7280; }
  table { table-layout: fixed; } th:nth-child(1) { width: 6rem; } th:nth-child(2) { width: 9rem; }
  td.text { font-family: ui-monospace, monospace; font-size: .85rem; overflow-wrap: anywhere; }
)";

std::string row(const DriftChange& change) {
  const auto* weight = change.is_breaking ? "breaking" : "benign";
  return "<tr><td>" + html::tag(weight, weight) + "</td><td>" + std::string(to_string(change.kind)) +
         "</td><td class=\"text\">" + html::shown(change.place) + "</td><td class=\"text\">" +
         html::shown(change.recorded) + "</td><td class=\"text\">" + html::shown(change.now) + "</td></tr>\n";
}

std::string list(const char* title, const std::vector<std::string>& names) {
  if (names.empty()) return {};
  auto out = "<h2>" + std::string(title) + "</h2>\n<ul>\n";
  for (const auto& name : names) out += "<li>" + html::shown(name) + "</li>\n";
  return out + "</ul>\n";
}

}  // namespace

std::string DriftReport::html() const {
  auto out = "<p>Compared with " + (against.empty() ? "what the origin answers now" : html::shown(against)) +
             "</p>\n<p class=\"counts\">" + html::tag("other", std::to_string(compared) + " compared") +
             html::tag("breaking", std::to_string(breaking()) + " breaking") +
             html::tag("benign", std::to_string(benign()) + " benign") + "</p>\n";
  std::size_t interaction = 0;
  for (const auto& change : changes) {
    if (change.interaction != interaction) {
      if (interaction != 0) out += "</table>\n";
      interaction = change.interaction;
      out +=
          "<h2>" + std::to_string(interaction) + ". " + html::shown(change.request) +
          "</h2>\n<table><tr><th>weight</th><th>kind</th><th>place</th><th>recorded</th><th>now</th></tr>\n";
    }
    out += row(change);
  }
  if (interaction != 0) out += "</table>\n";
  out += list("Asked, and not in the cassette", not_recorded);
  out += list("In the cassette, and not asked", not_asked);
  return html::page("Drift of " + html::shown(cassette), style, out);
}

}  // namespace wiretape

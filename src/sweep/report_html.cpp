// SPDX-License-Identifier: MIT
#include <wiretape/sweep.hpp>

#include "base/html.hpp"

namespace wiretape {

namespace {

constexpr std::string_view style = R"(
  .survived { background: #2a7d46; } .unnoticed { background: #9a6700; } .not_met { background: #6b7280; }
  .failed, .hung { background: #b42318; }
)";

std::string tag(SweepOutcome outcome, const std::string& words) {
  std::string kind(to_string(outcome));
  for (auto& c : kind) {
    if (c == ' ') c = '_';
  }
  return html::tag(kind, words);
}

std::string row(const SweepResult& result) {
  std::string out = "<tr id=\"" + html::escaped(result.what.name()) + "\"><td>" +
                    tag(result.outcome, std::string(to_string(result.outcome))) + "</td><td>" +
                    html::escaped(to_string(result.what.group())) + "</td><td>" +
                    html::escaped(result.what.name());
  if (!result.note.empty()) out += "<pre>" + html::shown(result.note) + "</pre>";
  return out + "</td><td>" + html::shown(result.what.fault()) + "</td><td class=\"number\">" +
         std::to_string(result.took.count()) + " ms</td></tr>\n";
}

}  // namespace

std::string SweepReport::html() const {
  std::string out = "<p class=\"counts\">";
  for (const auto outcome : {SweepOutcome::survived, SweepOutcome::unnoticed, SweepOutcome::not_met,
                             SweepOutcome::failed, SweepOutcome::hung}) {
    out += tag(outcome, std::to_string(count(outcome)) + ' ' + std::string(to_string(outcome)));
  }
  out += "</p>\n";
  const std::string* request = nullptr;
  for (const auto& result : results_) {
    const bool is_next = request == nullptr || *request != result.what.request();
    if (is_next) {
      if (request != nullptr) out += "</table>\n";
      request = &result.what.request();
      out +=
          "<h2>" + (request->empty() ? std::string("The recording itself") : html::shown(*request)) +
          "</h2>\n<table><tr><th>outcome</th><th>group</th><th>case</th><th>fault</th><th>took</th></tr>\n";
    }
    out += row(result);
  }
  if (request != nullptr) out += "</table>\n";
  return html::page("Sweep of " + html::shown(cassette_), style, out);
}

}  // namespace wiretape

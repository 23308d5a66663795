// SPDX-License-Identifier: MIT
// Two answers to one request, and what a comparison makes of them.
#pragma once

#include <sstream>
#include <string>
#include <vector>

#include <wiretape/drift.hpp>
#include <wiretape/interaction.hpp>
#include <wiretape/options.hpp>

namespace wiretape::test {

inline Interaction json_answer(const std::string& url, std::string body, int status = 200) {
  Interaction made;
  made.request.url = Url::parse(url);
  Response response;
  response.status = status;
  response.headers.add("Content-Type", "application/json");
  response.framing = Framing::content_length;
  response.body.bytes = std::move(body);
  made.outcome = std::move(response);
  return made;
}

// "breaking type body /a: integer -> string", each a line.
inline std::string in_lines(const std::vector<DriftChange>& changes) {
  std::string out;
  for (const auto& change : changes) {
    out += (change.is_breaking ? "breaking " : "benign ") + std::string(to_string(change.kind)) + ' ' +
           change.place + ": " + change.recorded + " -> " + change.now + '\n';
  }
  return out;
}

// A report with a bit of all.
inline DriftReport drift_report() {
  DriftReport report;
  report.cassette = "cassettes/Weather/<Today>.yaml";
  report.compared = 3;
  report.changes = {
      {1, "GET https://api.weather.test/today", DriftKind::type, true, "body /celsius", "integer", "string"},
      {1, "GET https://api.weather.test/today", DriftKind::added, false, "body /wind", "", "3"},
      {3, "GET https://api.weather.test/week", DriftKind::header_changed, false, "header x-build",
       "\"1\" & <b>", "2"}};
  report.not_recorded = {"GET https://api.weather.test/new"};
  report.not_asked = {"GET https://api.weather.test/old, interaction 2"};
  return report;
}

}  // namespace wiretape::test

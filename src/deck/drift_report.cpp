// SPDX-License-Identifier: MIT
#include "deck/drift_report.hpp"

#include <wiretape/cassette.hpp>

#include "cassette/file.hpp"
#include "policy/ignored.hpp"

namespace wiretape::deck {

namespace {

// One name of a cassette's path in its directory: "Weather/Today.yaml" is "Weather.Today".
std::string file_name_of(const std::string& cassette) {
  auto name = cassette.substr(0, cassette.rfind('.'));
  for (auto& c : name) {
    if (c == '/' || c == '\\') c = '.';
  }
  name.erase(0, name.find_first_not_of('.'));
  return name;
}

}  // namespace

std::vector<Ignored> drift_places(const DriftOptions& options,
                                  const std::vector<std::string>& volatile_places,
                                  std::vector<std::string>& faults) {
  auto places = options.ignore;
  for (const auto& text : volatile_places) {
    auto place = policy::read_place(text, true);
    if (place) {
      places.push_back(*std::move(place));
    } else {
      faults.push_back("volatile: " + place.error().message);
    }
  }
  return places;
}

std::optional<std::string> drift_report_dir(const DriftOptions& options, const Lookup& environment) {
  if (!options.report.empty()) return options.report;
  auto named = environment("WIRETAPE_DRIFT_REPORT");
  return named && !named->empty() ? named : std::nullopt;
}

std::string write_drift_report(const std::string& dir, const std::string& cassette,
                               const DriftReport& report) {
  const auto path = dir + '/' + file_name_of(cassette);
  const auto write = [&](const std::string& name, const std::string& text) {
    cassette::replace_file({name, name}, text);
  };
  write(path + ".json", report.json());
  write(path + ".html", report.html());
  return path;
}

}  // namespace wiretape::deck

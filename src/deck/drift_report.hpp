// SPDX-License-Identifier: MIT
// Mode diff in a deck: the comparison, and where its report goes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <wiretape/drift.hpp>
#include <wiretape/options.hpp>

#include "deck/environment.hpp"

namespace wiretape::deck {

// The options' places, then the cassette's own: an unreadable one is a notice's text in `faults`.
[[nodiscard]] std::vector<Ignored> drift_places(const DriftOptions& options,
                                                const std::vector<std::string>& volatile_places,
                                                std::vector<std::string>& faults);

// Where they go: the code's choice, else WIRETAPE_DRIFT_REPORT. Nothing: nowhere.
[[nodiscard]] std::optional<std::string> drift_report_dir(const DriftOptions& options,
                                                          const Lookup& environment);

// "<dir>/WeatherClient.AsksAgain.json", and the same as .html. What they were called, without the ending.
// Throws CassetteError.
std::string write_drift_report(const std::string& dir, const std::string& cassette,
                               const DriftReport& report);

}  // namespace wiretape::deck

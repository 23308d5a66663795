// SPDX-License-Identifier: MIT
// What the test hears of drift.
#pragma once

#include <cstddef>
#include <optional>

#include <wiretape/drift.hpp>
#include <wiretape/finding.hpp>
#include <wiretape/options.hpp>

#include "policy/messages.hpp"

namespace wiretape::drift {

// How many changes fail a test.
[[nodiscard]] std::size_t failing(const DriftReport& report, DriftFails fails_on);
// Nothing where nothing is found that fails a test.
[[nodiscard]] std::optional<Finding> drifted(const policy::DeckFacts& deck, const DriftReport& report,
                                             DriftFails fails_on);
// There is no cassette to compare with.
[[nodiscard]] Finding nothing_to_compare(const policy::DeckFacts& deck);

// How a change's place is left out, "ignore::json(\"/celsius\")"; empty for what cannot be.
[[nodiscard]] std::string ignore_entry(const DriftChange& change);

}  // namespace wiretape::drift

// SPDX-License-Identifier: MIT
// The report on a request that nothing recorded answers.
#pragma once

#include <wiretape/finding.hpp>
#include <wiretape/options.hpp>

#include "cassette/tape.hpp"
#include "policy/candidates.hpp"
#include "policy/messages.hpp"

namespace wiretape::policy {

// Shows up to three recorded interactions that are nearest to `asked`, the nearest with all parts of
// `policy`, the others with what differs; or that all that fit were played. Ends with what to do. No secret
// is shown.
[[nodiscard]] Finding unmatched_request(const DeckFacts& deck, const MatchPolicy& policy,
                                        const cassette::Tape& tape, const Candidates& candidates,
                                        const Request& asked);

}  // namespace wiretape::policy

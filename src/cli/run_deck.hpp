// SPDX-License-Identifier: MIT
// record, play and proxy.
#pragma once

#include <iosfwd>

#include "cli/command_line.hpp"
#include "deck/environment.hpp"

namespace wiretape::cli {

// Runs a deck until a signal comes, or as long as the command does, and gives the program's exit code. One
// in a process. Throws Failure, and what Deck throws, before anything was recorded.
[[nodiscard]] int run_deck(const RunDeck& run, std::ostream& out, std::ostream& err,
                           const deck::Lookup& environment);

[[nodiscard]] DeckOptions deck_options(const RunDeck& run);

}  // namespace wiretape::cli

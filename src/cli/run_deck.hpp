// SPDX-License-Identifier: MIT
// record, play and proxy; diff, where a command asks.
#pragma once

#include <functional>
#include <iosfwd>

#include <wiretape/deck.hpp>

#include "cli/command_line.hpp"
#include "deck/environment.hpp"

namespace wiretape::cli {

// Runs a deck until a signal comes, or as long as the command does, and gives the program's exit code. One
// in a process. `at_end` hears of the deck when it has stopped. Throws Failure, and what Deck throws, before
// anything was recorded.
[[nodiscard]] int run_deck(const RunDeck& run, std::ostream& out, std::ostream& err,
                           const deck::Lookup& environment,
                           const std::function<void(const Deck&)>& at_end = {});

[[nodiscard]] DeckOptions deck_options(const RunDeck& run);

}  // namespace wiretape::cli

// SPDX-License-Identifier: MIT
// The curl tool, sent through a deck.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "support/replayed.hpp"

namespace wiretape::support {

// curl with these arguments, and with the deck as its proxy and authority: by its environment, which holds
// for every part of a command line with --next.
inline ProgramResult run_curl(const Deck& deck, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"curl", "-q", "-sS", "-m", "30", "--suppress-connect-headers"});
  ProgramOptions options;
  options.environment = deck.environment();
  return run(arguments, options);
}

// The same, where it succeeds: what it printed.
inline std::string curl(const Scene& scene, std::vector<std::string> arguments) {
  auto result = run_curl(scene.deck, std::move(arguments));
  EXPECT_EQ(result.exit_code, 0) << result.err;
  return std::move(result.out);
}

// Options of a deck that tells requests apart by a header too.
inline DeckOptions matching_header(const std::string& name) {
  DeckOptions options;
  options.match_on.push_back(match::header(name));
  return options;
}

}  // namespace wiretape::support

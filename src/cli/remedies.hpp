// SPDX-License-Identifier: MIT
// What a deck says to the author of a test, said to the user of the program.
#pragma once

#include <string>
#include <string_view>

#include <wiretape/finding.hpp>

namespace wiretape::cli {

// What the remedies name.
struct RunFacts {
  std::string cassette;  // as on the command line; empty: none
  std::string proxy_url, ca_file;
};

// The finding's message, with options of the program in place of members of DeckOptions.
[[nodiscard]] std::string in_words_of_program(const Finding& finding, const RunFacts& run);
// The same of a text that needs no more than its spelling changed: a line of the journal, a StartError.
[[nodiscard]] std::string in_words_of_program(std::string_view text);

}  // namespace wiretape::cli

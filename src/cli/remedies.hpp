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
// The same of a text that needs no more than its spelling changed: a line of the journal.
[[nodiscard]] std::string in_words_of_program(std::string_view text);
// The same of a StartError; a remedy is added where it has none.
[[nodiscard]] std::string why_it_cannot_start(std::string_view start_error);

}  // namespace wiretape::cli

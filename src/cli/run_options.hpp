// SPDX-License-Identifier: MIT
// The options of commands that run a deck.
#pragma once

#include <CLI/App.hpp>
#include <string>
#include <vector>

#include "cli/command_line.hpp"

namespace wiretape::cli {

// Of record, play and proxy. `match_on` is read when the whole line is parsed.
void add_run_options(CLI::App& command, RunDeck& run, std::string& match_on);
// Of diff: nothing is recorded or played.
void add_diff_options(CLI::App& command, RunDeck& run, std::string& match_on);
// "--redact json:/a", and "--keep json:/b" for "keep json:/b".
void add_redactions(CLI::App& command, std::vector<Redaction>& redactions, const char* group);

}  // namespace wiretape::cli

// SPDX-License-Identifier: MIT
// What the process' environment says, and what a child's has to say.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <wiretape/options.hpp>

namespace wiretape::deck {

// getenv, or a test's own. Nothing: the variable is not set.
using Lookup = std::function<std::optional<std::string>(const char* name)>;
[[nodiscard]] Lookup process_environment();

// All variables, by name and value.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> process_variables();

struct ChosenMode {
  RecordMode mode = RecordMode::once;
  bool is_from_code = false;
};

// The code's choice, else WIRETAPE_MODE, else none where CI is set (and is neither empty, "0" nor
// "false"), else once. Throws StartError for a WIRETAPE_MODE that names no mode.
[[nodiscard]] ChosenMode choose_mode(const DeckOptions& options, const Lookup& environment);

// The code's choice, else WIRETAPE_CASSETTE_DIR, else "cassettes".
[[nodiscard]] std::string choose_cassette_dir(const DeckOptions& options, const Lookup& environment);

// The code's choice, else WIRETAPE_SEED, else a new one each time. Throws StartError for one that is no
// number.
[[nodiscard]] std::uint64_t choose_seed(const DeckOptions& options, const Lookup& environment);

// WIRETAPE_RECORD_RUNS, else 0. Throws StartError for one that is no number from 2 to 9.
[[nodiscard]] std::size_t choose_record_runs(const Lookup& environment);

// Variables that send a child's clients through the proxy and make them trust the authority: curl,
// wget, git, Python, Node, Go, Ruby, OpenSSL's own defaults.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> child_environment(const std::string& proxy_url,
                                                                                 const std::string& ca_file);

}  // namespace wiretape::deck

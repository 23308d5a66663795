// SPDX-License-Identifier: MIT
// What a deck starts with: its mode, its cassette's place, and what is in it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <wiretape/options.hpp>

#include "cassette/store.hpp"
#include "cassette/tape.hpp"
#include "deck/environment.hpp"
#include "deck/recording.hpp"
#include "policy/policy.hpp"
#include "policy/rule_reader.hpp"

namespace wiretape::deck {

struct Loaded {
  ChosenMode mode;
  std::optional<cassette::Store> store;  // nothing without a cassette
  cassette::Tape tape;                   // empty where nothing is played
  std::string existing;                  // the text new interactions follow
  bool has_file = false;
  std::string header_rules;                  // of the cassette, as CassetteHeader has them
  std::vector<std::string> volatile_places;  // likewise
  std::size_t runs = 0;                      // which recording this is of those that are compared; 0: of none
  policy::ReadRules rules;                   // of its header, then of DeckOptions::rules_file
  Secrecy secrecy;
  std::vector<std::string> notices;              // of other redactions than these, of its age
  std::optional<long> expired_age;               // days, where that is a finding
  std::string recorded_at;                       // as its header says
  std::map<std::string, std::string> variables;  // likewise
};

// Throws CassetteError, also for rules that cannot be read, or StartError for a mode that is
// none, and redactions that are none.
// `now` as in base/clock.
[[nodiscard]] Loaded load(const DeckOptions& options, const Lookup& environment, const std::string& now);

[[nodiscard]] policy::PolicySetup policy_setup(const DeckOptions& options, const Loaded& loaded,
                                               const Lookup& environment);
// Whether what is never asked for is taken out of the cassette at the end.
[[nodiscard]] bool drops_unused(const DeckOptions& options, RecordMode mode);
[[nodiscard]] CassetteHeader cassette_header(const DeckOptions& options, const Loaded& loaded,
                                             std::string now);

}  // namespace wiretape::deck

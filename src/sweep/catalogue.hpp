// SPDX-License-Identifier: MIT
// Which faults a recorded interaction can suffer.
#pragma once

#include <string>
#include <vector>

#include <wiretape/interaction.hpp>
#include <wiretape/sweep.hpp>

#include "policy/stage.hpp"

namespace wiretape::sweep {

// When it strikes: at the interaction's own turn, or from there on at every request like it.
enum class Strikes : std::uint8_t { once, always };

struct Swept {
  SweepGroup group;
  std::string name;   // "ResetAfterHead"
  std::string words;  // "reset_after(0)"
  Strikes strikes = Strikes::once;
  std::function<void(RuleBuilder&)> act;
  policy::Stage stage = policy::Stage::answer;
  bool must_be_refused = false;  // by a client that verifies
};

// All but JSON's, in the order of SweepGroup. `is_first_of_origin`: faults of the connection are swept once
// for each origin.
[[nodiscard]] std::vector<Swept> catalogue_for(const Interaction& recorded, bool is_first_of_origin,
                                               const SweepOptions& options);

// What its JSON suggests, each value in turn; of lists the first element stands for all. Nothing where the
// body is no JSON.
[[nodiscard]] std::vector<Swept> json_mutations(const Response& recorded, std::size_t places);

}  // namespace wiretape::sweep

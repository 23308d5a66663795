// SPDX-License-Identifier: MIT
// What a case of a sweep does to its deck.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include <wiretape/sweep.hpp>

#include "sweep/behaviour.hpp"

namespace wiretape {

struct SweepCase::Plan {
  std::string name = {};
  SweepGroup group = SweepGroup::recorded;
  std::size_t interaction = 0;
  std::string request = {}, fault = {}, cassette = {};
  std::shared_ptr<const SweepOptions> options = {};       // of the whole sweep
  std::shared_ptr<const sweep::Behaviour> recorded = {};  // of code that asks once for all there is
  bool is_unreadable = false;                             // the cassette
  // Adds the rule that bends; empty: none.
  std::function<RuleBuilder(Deck&)> bend = {};
  // Where it strikes, the code cannot behave as if nothing were wrong: a request that came after a connection
  // broke was sent again. Answers that are only slow are there to be waited for.
  bool may_go_unnoticed = true;
  // A client that sends a request to this origin all the same has taken what it must not take.
  std::string refused_host = {};
};

}  // namespace wiretape

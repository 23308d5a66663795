// SPDX-License-Identifier: MIT
// How the code under test behaves, as a deck sees it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <wiretape/cassette.hpp>
#include <wiretape/deck.hpp>

namespace wiretape::sweep {

// In any order: threads of the code under test may be in any.
struct Behaviour {
  std::vector<std::string> requests;  // "GET https://api.weather.test/today"
  std::vector<std::string> messages;  // what it said in WebSockets

  friend bool operator==(const Behaviour&, const Behaviour&) = default;
};

[[nodiscard]] Behaviour behaviour_of(const Deck& deck);
// Of code that asks for each interaction once.
[[nodiscard]] Behaviour behaviour_of(const Cassette& cassette);

// That of the case in which nothing is bent, where it was run in this process. Thread-safe.
void keep_baseline(const std::string& cassette, Behaviour behaviour);
[[nodiscard]] std::shared_ptr<const Behaviour> find_baseline(const std::string& cassette);

}  // namespace wiretape::sweep

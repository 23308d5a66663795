// SPDX-License-Identifier: MIT
// What every scenario of tests/e2e shows: recorded from a real origin, and seen again with the origin gone.
#pragma once

#include <wiretape/gtest.hpp>

#include <functional>
#include <memory>
#include <string>

#include "support/origin.hpp"

namespace wiretape::support {

// What a client is given, twice.
struct Scene {
  Deck& deck;
  std::string http, https;  // the origin's
  bool is_recording;
};

// The same client twice: through a deck that records `origin`, and through one that only plays, when the
// origin has ended. `client` gives all that it saw; both times it is the same, and no deck finds anything.
// The options' reverse_origin is "http" or "https", for the origin's URL of that scheme.
//
// The two halves can run apart, the second where nothing can leave: with WIRETAPE_E2E_PHASE=record and
// =replay, and what lies between them in WIRETAPE_E2E_TAPES. There the replay adds the deck's port to a file
// `ports`.
void record_and_replay(const std::function<std::unique_ptr<Origin>()>& origin,
                       const std::function<std::string(const Scene&)>& client, DeckOptions options = {});

// What was answered so far, in order. A client may have its answer before the journal has it: waits until
// every request has one.
std::vector<std::shared_ptr<const Interaction>> answered(const Deck& deck);

// Adds a deck's port to `ports`, for tests that play what nobody recorded.
void note_port(const Deck& deck);

// The origin as it comes.
template <class O, class... Arguments>
std::function<std::unique_ptr<Origin>()> an(Arguments... arguments) {
  return [=] { return std::make_unique<O>(arguments...); };
}

// Where a program of the system is not there, the test says so and is skipped.
#define NEEDS_PROGRAM(name) \
  if (wiretape::support::find_program(name).empty()) GTEST_SKIP() << "there is no " << (name)

}  // namespace wiretape::support

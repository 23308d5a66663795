// SPDX-License-Identifier: MIT
// Where an answer comes from: the origin, the cassette or a rule, all alike; and filters over it.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include <wiretape/interaction.hpp>

#include "http/event.hpp"
#include "io/task.hpp"

namespace wiretape::proxy {

// Bytes for the client that are no event of HTTP: what a fault makes of one.
struct Raw {
  std::string bytes;
};

// The next piece of an answer, or the failure that ends it. After End or a failure nothing follows.
using Step = std::variant<http::Event, TransportError, Raw>;

// An event as a step, moved once.
template <class Piece>
[[nodiscard]] std::optional<Step> step_of(Piece piece) {
  return std::optional<Step>(std::in_place, std::in_place_type<http::Event>, std::move(piece));
}

class Source {
public:
  virtual ~Source() = default;
  // The next step where it is here without waiting.
  virtual std::optional<Step> poll() = 0;
  // Waits until poll() may have something. Never throws.
  virtual io::Task<void> wait() = 0;
};

}  // namespace wiretape::proxy

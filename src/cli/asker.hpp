// SPDX-License-Identifier: MIT
// Asks recorded requests once more, through a deck.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include <wiretape/interaction.hpp>

#include "deck/environment.hpp"
#include "policy/bindings.hpp"

namespace wiretape::cli {

class Asker {
public:
  // `port`: of a deck on 127.0.0.1. Secrets have their values from the environment: {{secret:1}} from
  // WIRETAPE_SECRET_1.
  Asker(std::uint16_t port, const deck::Lookup& environment) : port_(port), environment_(environment) {}

  // The request with what was handed out since in the place of what was handed out when it was recorded.
  // Nothing where a secret has no value: `missing` is the variable that would give it one.
  [[nodiscard]] std::optional<Request> as_live(const Request& recorded, std::string& missing) const;
  // Sends it and reads the answer to its end, which the deck's journal has. Throws Failure.
  void ask(const Request& live) const;
  // What an answer hands out, and handed out when it was recorded.
  void hear(const Response& recorded, const Response& live);

private:
  void learn(std::string_view recorded, std::string_view live);
  [[nodiscard]] std::optional<std::string> expanded(std::string_view text, std::string& missing) const;

  std::uint16_t port_;
  const deck::Lookup& environment_;
  policy::Bindings bindings_;
  std::map<std::string, std::string, std::less<>> secrets_;  // by name
};

}  // namespace wiretape::cli

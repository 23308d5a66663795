// SPDX-License-Identifier: MIT
// What a client has to show before a deck serves it: DeckOptions::proxy_credentials.
#pragma once

#include <optional>
#include <string>

#include <wiretape/interaction.hpp>

#include "base/result.hpp"

namespace wiretape::proxy {

struct Credentials {
  std::string name, password;

  // "name:password"; the first colon divides.
  static Result<Credentials> parse(const std::string& text);

  // Whether Proxy-Authorization shows them (RFC 7617: Basic).
  [[nodiscard]] bool are_shown(const Headers& headers) const;
  friend bool operator==(const Credentials&, const Credentials&) = default;
};

// 407 (RFC 9110 §15.5.8); the connection closes behind it.
[[nodiscard]] Response ask_for_credentials();

}  // namespace wiretape::proxy

// SPDX-License-Identifier: MIT
// What still looks like a secret when all that is known to be one has been replaced.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <wiretape/interaction.hpp>

#include "secrets/rules.hpp"

namespace wiretape::secrets {

struct Suspect {
  std::string what;   // "a GitHub token", "a value that looks like chance", "the value of MY_KEY"
  std::string where;  // "the response's header X-Internal", "the request's body at /a/b"
  std::string value;  // whole: show no more of it than a hint
  std::optional<Redaction> place = {};  // what would name it in a rule; nothing where only text can
};

// Variables of the environment, by name and value, whose values must not be recorded.
using Variables = std::vector<std::pair<std::string, std::string>>;
// Those whose names say that they are secrets, and whose values may be.
[[nodiscard]] Variables secret_variables(const Variables& environment);

[[nodiscard]] std::vector<Suspect> suspects_in(const Rules& rules, const Variables& variables,
                                               const Interaction& interaction);
// What is known to be one and was not replaced; `where` is "request", "response" or "message".
[[nodiscard]] std::vector<Suspect> secrets_in(const Rules& rules, const Interaction& interaction);
// Suspects of a text that is no interaction: a piece of a large body, a line.
[[nodiscard]] std::vector<Suspect> suspects_in(const Rules& rules, const Variables& variables,
                                               std::string_view text, const std::string& where);

// Enough to find a secret by, and not to use it.
[[nodiscard]] std::string hinted(std::string_view secret);

// Letters and digits without sense: more than `bits` each.
[[nodiscard]] bool looks_random(std::string_view value);

}  // namespace wiretape::secrets

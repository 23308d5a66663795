// SPDX-License-Identifier: MIT
// Rules out of YAML and JSON: docs/rules.md says how they are written.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <wiretape/cassette.hpp>
#include <wiretape/rule.hpp>

#include "cassette/node.hpp"

namespace wiretape::policy {

using ReadRules = std::vector<std::shared_ptr<Rule>>;  // in their order; the last is tried first

// Of a list. Throws cassette::Unreadable.
[[nodiscard]] ReadRules read_rules(cassette::Node& list);
// Of a file that has them under `rules`, by itself. Throws CassetteError with the line.
[[nodiscard]] ReadRules read_rules_file(const std::string& path);
// Of CassetteHeader::rules. Throws CassetteError; `file` is the cassette.
[[nodiscard]] ReadRules read_header_rules(const std::string& rules, const std::string& file);

}  // namespace wiretape::policy

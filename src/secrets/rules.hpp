// SPDX-License-Identifier: MIT
// The redactions of a deck: how they are written, and which of them is meant by a place.
#pragma once

#include <functional>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <wiretape/options.hpp>

#include "base/result.hpp"

namespace wiretape::secrets {

// "header:X-Tenant", "keep json:/etag", "text:acct-[0-9]+ as account": as in a cassette's header and on a
// command line.
[[nodiscard]] std::string written(const Redaction& redaction);
[[nodiscard]] Result<Redaction> parse_redaction(std::string_view text);
// As a user would paste it: `redact::json("/a")`.
[[nodiscard]] std::string as_code(const Redaction& redaction);

// What a cassette's header says of them: "defaults" first, where `with_defaults`.
[[nodiscard]] std::vector<std::string> written(const std::vector<Redaction>& redactions, bool with_defaults);

using Lookup = std::function<std::optional<std::string>(const char* name)>;

class Rules {
public:
  // `with_defaults`: the names and shapes that Wiretape knows count too. Throws std::invalid_argument for
  // names of placeholders that are none.
  Rules(std::vector<Redaction> redactions, bool with_defaults, const Lookup& environment);

  [[nodiscard]] bool with_defaults() const { return with_defaults_; }
  [[nodiscard]] bool has_json() const { return !pointers_.empty(); }
  // The one that names this place; null where none does.
  [[nodiscard]] const Redaction* named(Redaction::Where where, std::string_view name) const;
  [[nodiscard]] const Redaction* at_path(const std::vector<std::string>& path) const;
  // Each match of a pattern: the rule, where it begins, and its size.
  void for_each_match(std::string_view text,
                      const std::function<void(const Redaction&, std::size_t, std::size_t)>& visit) const;
  [[nodiscard]] bool is_kept(std::string_view value) const;
  // Values of environment variables, with the rule that names each.
  [[nodiscard]] const std::vector<std::pair<std::string, const Redaction*>>& values() const {
    return values_;
  }

private:
  struct Pointer {
    std::vector<std::string> tokens;
    std::size_t rule;
  };
  struct Pattern {
    std::regex regex;
    std::size_t rule;
  };

  std::vector<Redaction> redactions_;
  bool with_defaults_;
  std::vector<Pointer> pointers_;
  std::vector<Pattern> patterns_, kept_;
  std::vector<std::pair<std::string, const Redaction*>> values_;
};

// What a cassette's header says, and more of the user's own, which count first. Where it says nothing, or
// nothing that can be read, what Wiretape knows.
[[nodiscard]] Rules rules_of(const std::vector<std::string>& header, std::vector<Redaction> more = {});
// What Wiretape knows, and nothing else.
[[nodiscard]] const Rules& default_rules();

}  // namespace wiretape::secrets

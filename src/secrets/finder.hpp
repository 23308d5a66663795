// SPDX-License-Identifier: MIT
// Where the secrets stand in the texts of a message: by the names they have, by their shapes, and by the
// user's own rules.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "secrets/placeholder.hpp"
#include "secrets/rules.hpp"
#include "secrets/texts.hpp"

namespace wiretape::secrets {

struct Stretch {
  std::size_t at = 0, size = 0;
  std::string value = {};  // the secret, without the escapes that it stands in
  Form form = Form::text;
  std::string placeholder = {};  // the user's name for it; empty: a number
  std::string place = {};        // "header:X-Api-Key", "json:/a/b", or what it is: "a GitHub token"
};

// In order, none within another.
struct Found {
  std::vector<Stretch> stretches = {};
  std::vector<std::string> hidden =
      {};                          // secrets that stand here in a coding: in base64, in JSON within JSON
  std::vector<Stretch> kept = {};  // what a rule says is none
};

// By what the text is.
[[nodiscard]] Found find_in(const Rules& rules, const About& about, std::string_view text);
// Of the value of a header.
[[nodiscard]] Found find_in_header(const Rules& rules, std::string_view name, std::string_view value);
// Of a request's target: path and query.
[[nodiscard]] Found find_in_target(const Rules& rules, std::string_view target);
// Of a decoded body, or of a message where `content_type` is empty.
[[nodiscard]] Found find_in_body(const Rules& rules, std::string_view content_type, std::string_view body);

}  // namespace wiretape::secrets

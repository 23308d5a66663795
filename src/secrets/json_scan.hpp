// SPDX-License-Identifier: MIT
// The strings and numbers of JSON, with where they stand in the text: so that one can be replaced and all
// else stays as it was. Goes through what only looks like JSON too: several texts one after another,
// server-sent events, JSON in a script, a text that is cut off.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace wiretape::secrets {

// An object or array around a value.
struct JsonFrame {
  bool is_object = false;
  std::string_view key = {};  // raw, of the member at hand
  std::size_t index = 0;      // of the element at hand
};

struct JsonValue {
  std::string_view key;          // raw, of the member that it is; empty in an array and at the top
  std::size_t at = 0, size = 0;  // of a string what stands between its quotes
  bool is_string = false;
};

void scan_json(std::string_view text,
               const std::function<void(const JsonValue&, const std::vector<JsonFrame>&)>& visit);

// The tokens that lead to a value within these: decoded keys, and indices.
[[nodiscard]] std::vector<std::string> path_of(const std::vector<JsonFrame>& frames);

// A string's value, from what stands between its quotes (RFC 8259 §7); what is no escape stays as it is.
[[nodiscard]] std::string unescape_json(std::string_view raw);

}  // namespace wiretape::secrets

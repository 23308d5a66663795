// SPDX-License-Identifier: MIT
// JSON as a value to compare: numbers by value, the order of keys without meaning.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_pointer.hpp"
#include "base/result.hpp"

namespace wiretape::policy {

struct Json {
  enum class Kind : unsigned char { null, boolean, number, string, array, object };

  Kind kind = Kind::null;
  std::string text = {};  // "true", a number as written, a string's value
  std::vector<Json> items = {};
  std::map<std::string, Json> members = {};  // of equal keys, the last

  // 1 equals 1.0. Integers are compared exactly, whatever their size; others as double precision.
  friend bool operator==(const Json& a, const Json& b);
};

// Error.offset is the byte where it stops to be JSON (RFC 8259), or is nested deeper than 512.
Result<Json> parse_json(std::string_view text);

// One line of JSON text; a long one is cut with "…", and control bytes are escaped.
[[nodiscard]] std::string show(const Json& value, std::size_t limit = 200);

// What a pointer's tokens lead to: how far they lead, and the value there.
struct Found {
  const Json* value = nullptr;  // the nearest there is
  std::size_t depth = 0;        // tokens used; all of them when the value itself was found
};
[[nodiscard]] Found find(const Json& root, const std::vector<std::string>& tokens);

// Where two values differ, in order, the deepest place each. Nothing stands for: is not there.
struct Difference {
  std::string pointer;
  const Json* a = nullptr;
  const Json* b = nullptr;
};
[[nodiscard]] std::vector<Difference> differences(const Json& a, const Json& b);

}  // namespace wiretape::policy

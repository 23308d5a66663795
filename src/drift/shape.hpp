// SPDX-License-Identifier: MIT
// What kinds of values stand where in JSON: the elements of a list are one place, "/items/*/id".
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "policy/json.hpp"

namespace wiretape::drift {

// What a text is, for code that reads it.
enum class TextFormat : std::uint8_t { plain, number, date, time, uuid, url };
[[nodiscard]] TextFormat format_of(std::string_view text);
[[nodiscard]] std::string_view to_string(TextFormat format);

// All values of one place.
struct Shape {
  std::size_t seen = 0;
  std::array<std::size_t, 6> kinds{};         // by policy::Json::Kind
  std::size_t fractions = 0;                  // of the numbers
  std::map<TextFormat, std::size_t> formats;  // of the texts
  std::map<std::string, std::size_t> values;  // of what has no parts, as JSON; at most `most_values`
  std::size_t elements = 0;                   // of all lists
  std::map<std::string, Shape> members;       // by name; of all objects
  std::unique_ptr<Shape> element;             // of all lists; null: they are empty

  [[nodiscard]] std::size_t count(policy::Json::Kind kind) const {
    return kinds.at(static_cast<std::size_t>(kind));
  }
};

inline constexpr std::size_t most_values = 256;

void add(Shape& shape, const policy::Json& value);

// "string", "integer or null"; "nothing" where there was none.
[[nodiscard]] std::string kinds_of(const Shape& shape);

}  // namespace wiretape::drift

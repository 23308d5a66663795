// SPDX-License-Identifier: MIT
#include "drift/shape.hpp"

#include <gmock/gmock.h>

#include "support/shape_of.hpp"

namespace wiretape::drift {
namespace {

using test::shape_of;

TEST(Shapes, TakeTheElementsOfAListTogether) {
  const auto shape = shape_of(R"({"items":[{"id":1,"name":"a"},{"id":2.5},{"id":null}]})");
  const auto& items = shape.members.at("items");
  EXPECT_EQ(items.elements, 3U);
  EXPECT_EQ(items.element->members.at("name").seen, 1U);
  EXPECT_EQ(kinds_of(items.element->members.at("id")), "number or null");
  EXPECT_EQ(kinds_of(shape_of("{\"a\":1}").members.at("a")), "integer");
  EXPECT_EQ(kinds_of(Shape()), "nothing");
}

TEST(Shapes, TakeMembersNamedByDatesOrNumbersAsElements) {
  const auto shape = shape_of(R"({"2026-01-01":{"high":1},"2026-01-02":{"high":2}})");
  EXPECT_EQ(kinds_of(shape), "list");
  EXPECT_EQ(shape.element->members.at("high").seen, 2U);
}

TEST(Shapes, HoldABoundedNumberOfValues) {
  std::string list = "[0";
  for (int i = 1; i < 1000; ++i) list += "," + std::to_string(i);
  const auto shape = shape_of(list + "]");
  EXPECT_EQ(shape.elements, 1000U);
  EXPECT_EQ(shape.element->values.size(), most_values);
}

TEST(TextFormats, AreWhatCodeReads) {
  EXPECT_EQ(format_of("2026-11-30"), TextFormat::date);
  EXPECT_EQ(format_of("2026-11-30T10:00:00Z"), TextFormat::time);
  EXPECT_EQ(format_of("2026-11-30 10:00:00"), TextFormat::time);
  EXPECT_EQ(format_of("0b0e7c9e-7f0b-4a49-9d6e-3c1f3f5a2b10"), TextFormat::uuid);
  EXPECT_EQ(format_of("https://a.test/"), TextFormat::url);
  EXPECT_EQ(format_of("-12.50"), TextFormat::number);
  for (const auto* text : {"", "-", ".", "1.", "1.2.3", "2026-1-1", "a", "0b0e7c9e", "+1"})
    EXPECT_EQ(format_of(text), TextFormat::plain) << text;
}

}  // namespace
}  // namespace wiretape::drift

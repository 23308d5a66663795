// SPDX-License-Identifier: MIT
#include "http/field_section.hpp"

#include <gtest/gtest.h>

namespace wiretape::http {
namespace {

TEST(FieldSection, EndsAtTheEmptyLineAndKnowsWhereFieldsStood) {
  FieldSection section(Strictness::strict);
  EXPECT_FALSE(*section.take("A: 1\r\n", 10));
  EXPECT_FALSE(*section.take("B: 2\r\n", 16));
  EXPECT_TRUE(*section.take("\r\n", 22));
  EXPECT_EQ(section.size(), 2U);
  EXPECT_EQ(section.offset_of(1), 16U);
  EXPECT_EQ(section.offset_of(2), 22U);
  const auto fields = section.finish();
  EXPECT_EQ(fields.headers, (Headers{{"A", "1"}, {"B", "2"}}));
  EXPECT_EQ(fields.raw_end, "");
}

TEST(FieldSection, AnErrorCountsFromTheMessage) {
  FieldSection section(Strictness::strict);
  const auto taken = section.take("A : 1\r\n", 10);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error(), (Error{"a space before the colon of a field", 11}));
}

TEST(FieldSection, ABareLfEndsNoStrictSection) {
  FieldSection section(Strictness::strict);
  EXPECT_FALSE(section.take("\n", 0).has_value());
}

TEST(FieldSection, AFoldedLineGoesOnWithItsFieldLeniently) {
  FieldSection section(Strictness::lenient);
  (void)section.take("A: 1\r\n", 0);
  (void)section.take(" 2\r\n", 6);
  (void)section.take("B: 3\r\n", 10);
  EXPECT_TRUE(*section.take("\n", 16));
  EXPECT_EQ(section.size(), 2U);
  EXPECT_EQ(section.offset_of(1), 10U);
  const auto fields = section.finish();
  EXPECT_EQ(fields.headers, (Headers{{"A", "1 2", "A: 1\r\n 2\r\n"}, {"B", "3"}}));
  EXPECT_EQ(fields.raw_end, "\n");
}

TEST(FieldSection, AFoldAtItsBeginningIsAFieldLeniently) {
  FieldSection section(Strictness::lenient);
  (void)section.take(" A: 1\r\n", 0);
  EXPECT_TRUE(*section.take("\r\n", 7));
  EXPECT_EQ(section.finish().headers, (Headers{{"A", "1", " A: 1\r\n"}}));
}

}  // namespace
}  // namespace wiretape::http

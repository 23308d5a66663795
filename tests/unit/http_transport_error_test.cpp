// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <wiretape/interaction.hpp>

namespace wiretape {
namespace {

TEST(TransportErrorKind, EveryNameReadsBackAsItsKind) {
  for (int i = 0; i <= static_cast<int>(TransportErrorKind::malformed); ++i) {
    const auto kind = static_cast<TransportErrorKind>(i);
    EXPECT_EQ(transport_error_kind(to_string(kind)), kind);
  }
  EXPECT_EQ(to_string(TransportErrorKind::timed_out), "timed_out");
}

TEST(TransportErrorKind, KnowsNoOtherName) {
  EXPECT_EQ(transport_error_kind("Refused"), std::nullopt);
  EXPECT_EQ(transport_error_kind(""), std::nullopt);
}

}  // namespace
}  // namespace wiretape

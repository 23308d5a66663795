// SPDX-License-Identifier: MIT
#include <wiretape/cassette.hpp>

#include <gtest/gtest.h>

namespace wiretape {
namespace {

TEST(CassetteError, SaysFileLineCauseAndRemedy) {
  const CassetteError error("a.yaml", 7, "broken", "mend it");
  EXPECT_STREQ(error.what(), "a.yaml:7: broken\n  next: mend it");
  EXPECT_EQ(error.file(), "a.yaml");
  EXPECT_EQ(error.line(), 7U);
  EXPECT_STREQ(CassetteError("a\n.yaml", 0, "broken", "mend it").what(),
               "a\\n.yaml: broken\n  next: mend it");
}

}  // namespace
}  // namespace wiretape

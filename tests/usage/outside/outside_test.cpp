// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <wiretape/version.hpp>

TEST(Outside, SeesTheVersionThatItAskedFor) { EXPECT_STREQ(wiretape::version, OUTSIDE_VERSION); }

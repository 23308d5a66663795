// SPDX-License-Identifier: MIT
#include "http/reason.hpp"

#include <gtest/gtest.h>

namespace wiretape::http {
namespace {

TEST(ReasonPhrase, IsThatOfTheRegistry) {
  EXPECT_EQ(reason_phrase(100), "Continue");
  EXPECT_EQ(reason_phrase(200), "OK");
  EXPECT_EQ(reason_phrase(404), "Not Found");
  EXPECT_EQ(reason_phrase(511), "Network Authentication Required");
}

TEST(ReasonPhrase, IsEmptyForAStatusThatIsNotRegistered) {
  for (const int status : {0, 99, 299, 306, 599, 1000}) EXPECT_EQ(reason_phrase(status), "") << status;
}

}  // namespace
}  // namespace wiretape::http

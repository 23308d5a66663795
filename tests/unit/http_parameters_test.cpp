// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include "http/url.hpp"

namespace wiretape::http {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

TEST(PercentDecode, LeavesBadEscapesAsTheyAre) {
  EXPECT_EQ(percent_decode("%C3%a4%20b", false), "\xC3\xA4 b");
  EXPECT_EQ(percent_decode("100%, %zz %4", false), "100%, %zz %4");
  EXPECT_EQ(percent_decode("%", false), "%");
  EXPECT_EQ(percent_decode("%2541", false), "%41");
  EXPECT_EQ(percent_decode("%00", false), std::string(1, '\0'));
}

TEST(PercentDecode, PlusIsASpaceInFormsOnly) {
  EXPECT_EQ(percent_decode("a+b%2B", true), "a b+");
  EXPECT_EQ(percent_decode("a+b", false), "a+b");
}

TEST(Parameters, KeepOrderAndDuplicates) {
  EXPECT_THAT(parse_parameters("b=2&a=1&b=3+4&%3D=%26"),
              ElementsAre(Pair("b", "2"), Pair("a", "1"), Pair("b", "3 4"), Pair("=", "&")));
}

TEST(Parameters, MayLackNameValueOrBoth) {
  EXPECT_THAT(parse_parameters("a&b=&=c&&d=e=f"),
              ElementsAre(Pair("a", ""), Pair("b", ""), Pair("", "c"), Pair("d", "e=f")));
  EXPECT_THAT(parse_parameters(""), IsEmpty());
}

}  // namespace
}  // namespace wiretape::http

// SPDX-License-Identifier: MIT
#include "base/base64.hpp"

#include <gtest/gtest.h>

namespace wiretape {
namespace {

TEST(Base64, EncodesTheVectorsOfRfc4648) {
  EXPECT_EQ(base64_encode(""), "");
  EXPECT_EQ(base64_encode("f"), "Zg==");
  EXPECT_EQ(base64_encode("fo"), "Zm8=");
  EXPECT_EQ(base64_encode("foo"), "Zm9v");
  EXPECT_EQ(base64_encode("foob"), "Zm9vYg==");
  EXPECT_EQ(base64_encode("fooba"), "Zm9vYmE=");
  EXPECT_EQ(base64_encode("foobar"), "Zm9vYmFy");
}

TEST(Base64, ComesBackFromEveryLengthAndEveryByte) {
  std::string bytes;
  for (int i = 0; i < 600; ++i) {
    const auto back = base64_decode(base64_encode(bytes));
    ASSERT_TRUE(back.has_value()) << i;
    EXPECT_EQ(*back, bytes);
    bytes += static_cast<char>(i * 7);
  }
}

TEST(Base64, SkipsLineEndsBetweenDigits) { EXPECT_EQ(*base64_decode("Zm9v\r\n  YmFy\n"), "foobar"); }

TEST(Base64, RefusesWhatIsNone) {
  EXPECT_EQ(base64_decode("Zm9*").error(), (Error{"not a base64 digit", 3}));
  EXPECT_EQ(base64_decode("Zg==Zg==").error(), (Error{"a base64 digit after the padding", 4}));
  EXPECT_FALSE(base64_decode("Zm9vY").has_value());
  EXPECT_FALSE(base64_decode("Zg=").has_value());
  EXPECT_FALSE(base64_decode("====").has_value());
}

TEST(Base64Url, HasNoPaddingAndOtherDigits) {
  EXPECT_EQ(base64url_encode("\xfb\xff\xfe?"), "-__-Pw");
  EXPECT_EQ(*base64url_decode("-__-Pw"), "\xfb\xff\xfe?");
  EXPECT_EQ(base64url_encode(""), "");
  EXPECT_FALSE(base64url_decode("-__-P"));
}

}  // namespace
}  // namespace wiretape

// SPDX-License-Identifier: MIT
#include "proxy/credentials.hpp"

#include <gtest/gtest.h>

namespace wiretape::proxy {
namespace {

TEST(ProxyCredentials, AreDividedByTheFirstColon) {
  EXPECT_EQ(*Credentials::parse("mona:se:cret"), (Credentials{"mona", "se:cret"}));
  EXPECT_EQ(*Credentials::parse(":"), (Credentials{"", ""}));
  EXPECT_FALSE(Credentials::parse("mona"));
}

TEST(ProxyCredentials, AreShownByBasic) {
  const Credentials aladdin{"Aladdin", "open sesame"};  // RFC 7617 §2
  EXPECT_TRUE(aladdin.are_shown({{"Proxy-Authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="}}));
  EXPECT_TRUE(aladdin.are_shown({{"proxy-authorization", "basic  QWxhZGRpbjpvcGVuIHNlc2FtZQ=="}}));
  EXPECT_FALSE(aladdin.are_shown({}));
  EXPECT_FALSE(aladdin.are_shown({{"Authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="}}));
  EXPECT_FALSE(aladdin.are_shown({{"Proxy-Authorization", "Bearer QWxhZGRpbjpvcGVuIHNlc2FtZQ=="}}));
  EXPECT_FALSE(aladdin.are_shown({{"Proxy-Authorization", "Basic QWxhZGRpbjpvcGVu"}}));
  EXPECT_FALSE(aladdin.are_shown({{"Proxy-Authorization", "Basic ***"}}));
}

TEST(ProxyCredentials, AreAskedForWith407) {
  const auto answer = ask_for_credentials();
  EXPECT_EQ(answer.status, 407);
  EXPECT_EQ(answer.reason, "Proxy Authentication Required");
  EXPECT_TRUE(answer.headers.find("Proxy-Authenticate")->starts_with("Basic realm="));
}

}  // namespace
}  // namespace wiretape::proxy

// SPDX-License-Identifier: MIT
#include "http/secret_names.hpp"

#include <gtest/gtest.h>

namespace wiretape::http {
namespace {

TEST(SecretNames, AreComparedWithoutCaseAndDashes) {
  for (const auto* name : {"access_token", "accessToken", "Access-Token", "ACCESS_TOKEN", "cardNumber", "pin",
                           "X-Amz-Signature", "AWSAccessKeyId", "codeVerifier", "JSESSIONID"}) {
    EXPECT_TRUE(names_secret(name)) << name;
  }
  for (const auto* name :
       {"", "tokens", "token_type", "next_page_token", "key", "code", "pinned", "passwordless"}) {
    EXPECT_FALSE(names_secret(name)) << name;
  }
  EXPECT_TRUE(names_secret_in_query("key"));
}

TEST(SecretNames, OfHeadersSayWhatIsIn) {
  EXPECT_EQ(kind_of_header("authorization"), HeaderKind::credentials);
  EXPECT_EQ(kind_of_header("Proxy-Authorization"), HeaderKind::credentials);
  EXPECT_EQ(kind_of_header("WWW-Authenticate"), HeaderKind::challenge);
  EXPECT_EQ(kind_of_header("Cookie"), HeaderKind::cookies);
  EXPECT_EQ(kind_of_header("Set-Cookie"), HeaderKind::cookie);
  for (const auto* name :
       {"X-Api-Key", "api-key", "ApiKey", "X-Amz-Security-Token", "Ocp-Apim-Subscription-Key",
        "PRIVATE-TOKEN", "DD-APPLICATION-KEY", "X-Hub-Signature-256", "X-Forwarded-Client-Cert"}) {
    EXPECT_EQ(kind_of_header(name), HeaderKind::value) << name;
  }
  EXPECT_EQ(kind_of_header("X-Tenant"), HeaderKind::none);
}

TEST(SecretNames, ThatOnlySoundLikeOneAreSuspicious) {
  EXPECT_TRUE(sounds_secret("X-Internal-Token"));
  EXPECT_TRUE(sounds_secret("mySecretValue"));
  EXPECT_FALSE(sounds_secret("X-Tenant"));
}

}  // namespace
}  // namespace wiretape::http

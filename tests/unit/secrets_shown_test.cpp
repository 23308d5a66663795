// SPDX-License-Identifier: MIT
#include "secrets/shown.hpp"

#include <gtest/gtest.h>

namespace wiretape::secrets {
namespace {

TEST(Shown, URLsHaveNoSecrets) {
  EXPECT_EQ(shown(Url::parse("https://o.test/a?b=c&api_key=k")), "https://o.test/a?b=c&api_key={{secret:*}}");
  EXPECT_EQ(shown(Url::parse("https://o.test/a?b=c")), "https://o.test/a?b=c");
}

TEST(Shown, TextsHaveTheBeginningOfSecrets) {
  const std::string token =
      "gh"
      "p_aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3";
  EXPECT_EQ(shown("see " + token + "."),
            "see gh"
            "p_aB….");
  EXPECT_EQ(shown("see nothing"), "see nothing");
}

}  // namespace
}  // namespace wiretape::secrets

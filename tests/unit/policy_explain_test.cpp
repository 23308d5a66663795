// SPDX-License-Identifier: MIT
#include "policy/explain.hpp"

#include <gtest/gtest.h>

namespace wiretape::policy {
namespace {

TEST(Explain, EscapesAndCutsWhatItQuotes) {
  EXPECT_EQ(in_quotes("a\x1b[31m\n"), "\"a\\x1b[31m\\n\"");
  EXPECT_EQ(in_quotes(std::string(1000, 'x')), '"' + std::string(200, 'x') + "…\"");
}

TEST(Explain, ListsTexts) {
  EXPECT_EQ(listed({}), "none");
  EXPECT_EQ(listed({"a"}), "\"a\"");
  EXPECT_EQ(listed({"a", "b", "c"}), "\"a\", \"b\" and \"c\"");
}

TEST(Explain, SaysWhetherABodyIsShownWhole) {
  EXPECT_EQ(body_is({}), "body is empty");
  EXPECT_EQ(body_is({"a"}), "body is \"a\"");
  EXPECT_EQ(body_is({"a", {}, true}), "body begins with \"a\"");
  EXPECT_EQ(body_is({"\x1f\x8b", "plain"}), "body is \"plain\"");
  EXPECT_TRUE(body_is({std::string(300, 'x')}).starts_with("body begins with \"xxx"));
}

}  // namespace
}  // namespace wiretape::policy

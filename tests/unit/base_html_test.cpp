// SPDX-License-Identifier: MIT
#include "base/html.hpp"

#include <gmock/gmock.h>

namespace wiretape::html {
namespace {

TEST(Html, LetsNothingBecomeMarkup) {
  EXPECT_EQ(escaped("<a href=\"x\">&"), "&lt;a href=&quot;x&quot;&gt;&amp;");
  EXPECT_EQ(shown("one\n\x1b[0m<\n\n"), "one\n\\x1b[0m&lt;");
}

TEST(Html, PagesHaveATitleAndAStyle) {
  EXPECT_THAT(
      page("T", ".own{}", "<p>x</p>"),
      testing::AllOf(testing::HasSubstr("<title>T</title>"), testing::HasSubstr(".own{}"),
                     testing::HasSubstr("<h1>T</h1>\n<p>x</p></body>"), testing::EndsWith("</html>\n")));
}

}  // namespace
}  // namespace wiretape::html

// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include "support/drifted.hpp"
#include "support/well_formed.hpp"

namespace wiretape {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(DriftPage, ShowsEachChangeBelowItsRequest) {
  EXPECT_THAT(test::drift_report().html(),
              AllOf(HasSubstr("<h2>1. GET https://api.weather.test/today</h2>"),
                    HasSubstr("<span class=\"tag breaking\">1 breaking</span>"),
                    HasSubstr("<td class=\"text\">body /celsius</td><td class=\"text\">integer</td>"),
                    HasSubstr("<li>GET https://api.weather.test/new</li>"),
                    HasSubstr("what the origin answers now")));
  auto report = test::drift_report();
  report.against = "new.yaml";
  EXPECT_THAT(report.html(), HasSubstr("Compared with new.yaml"));
}

TEST(DriftPage, LetsNothingOfAServiceBecomeMarkup) {
  EXPECT_THAT(
      test::drift_report().html(),
      AllOf(HasSubstr("&lt;Today&gt;"), HasSubstr("&quot;1&quot; &amp; &lt;b&gt;"), Not(HasSubstr("<b>"))));
}

TEST(DriftPage, IsWellFormed) {
  if (support::find_program("python3").empty()) GTEST_SKIP() << "there is no python3";
  EXPECT_TRUE(support::is_well_formed(test::drift_report().html()));
}

}  // namespace
}  // namespace wiretape

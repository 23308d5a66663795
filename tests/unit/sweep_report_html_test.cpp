// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <wiretape/sweep.hpp>

#include "support/swept.hpp"
#include "support/well_formed.hpp"

namespace wiretape {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(SweepPage, ShowsEachCaseBelowItsRequest) {
  const auto page = test::report_of_each_outcome().html();
  EXPECT_THAT(page, AllOf(HasSubstr("<h2>The recording itself</h2>"),
                          HasSubstr("<h2>GET https://api.weather.test/today</h2>"),
                          HasSubstr("<span class=\"tag not_met\">not met</span>"),
                          HasSubstr("<span class=\"tag failed\">1 failed</span>"),
                          HasSubstr("<tr id=\"Interaction1_GET_today_NoAnswer\">")));
}

TEST(SweepPage, NeedsNothingElse) {
  EXPECT_THAT(test::report_of_each_outcome().html(),
              AllOf(Not(HasSubstr("<script")), Not(HasSubstr("<link")), Not(HasSubstr(" src=")),
                    Not(HasSubstr("@import")), Not(HasSubstr(" href="))));
}

TEST(SweepPage, LetsNothingOfAServiceBecomeMarkup) {
  SweepReport report("<b>&\"a\"");
  auto bad = test::swept("Interaction1_GET", SweepGroup::status, SweepOutcome::failed);
  bad.note = "<script>alert(1)</script>\n\x1b[31m\xff";
  report.add(bad);
  const auto page = report.html();
  EXPECT_THAT(page, AllOf(HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;\n\\x1b[31m\\xff"),
                          HasSubstr("&lt;b&gt;&amp;&quot;a&quot;"), Not(HasSubstr("<script")),
                          Not(HasSubstr("\x1b"))));
}

TEST(SweepPage, IsWellFormed) {
  if (support::find_program("python3").empty()) GTEST_SKIP() << "there is no python3";
  EXPECT_TRUE(support::is_well_formed(test::report_of_each_outcome().html()));
}

}  // namespace
}  // namespace wiretape

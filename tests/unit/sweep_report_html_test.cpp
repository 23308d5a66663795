// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <wiretape/sweep.hpp>

#include "support/process.hpp"
#include "support/swept.hpp"

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

// What Python's parser sees: every element is closed in its turn.
TEST(SweepPage, IsWellFormed) {
  if (support::find_program("python3").empty()) GTEST_SKIP() << "there is no python3";
  const std::string check = R"(
import sys, html.parser
class P(html.parser.HTMLParser):
    def __init__(self): super().__init__(); self.open = []
    def handle_starttag(self, tag, attrs):
        if tag not in ("meta",): self.open.append(tag)
    def handle_endtag(self, tag):
        assert self.open.pop() == tag, (tag, self.getpos())
p = P(); p.feed(sys.stdin.read()); p.close(); assert not p.open, p.open
)";
  support::ProgramOptions options;
  options.input = test::report_of_each_outcome().html();
  const auto checked = support::run({"python3", "-c", check}, options);
  EXPECT_EQ(checked.exit_code, 0) << checked.err;
}

}  // namespace
}  // namespace wiretape

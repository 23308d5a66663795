// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <cstdlib>

#include <wiretape/sweep.hpp>

#include "support/golden.hpp"
#include "support/swept.hpp"
#include "support/temp_directory.hpp"

namespace wiretape {
namespace {

using test::is_golden;
using test::swept;
using testing::HasSubstr;

TEST(SweepReport, IsATableForATerminal) {
  EXPECT_TRUE(is_golden("sweep_table", test::report_of_each_outcome().table()));
}

TEST(SweepReport, IsShortWhereAllIsWell) {
  SweepReport report("a.yaml");
  report.add(swept("AsRecorded", SweepGroup::recorded, SweepOutcome::survived));
  EXPECT_EQ(report.table(),
            "sweep of a.yaml: 1 cases in 0.0 s\n\n"
            "                  cases   survived  unnoticed    not met     failed       hung\n"
            "  recorded            1          1          .          .          .          .\n");
}

TEST(SweepReport, ListsAllThatFailedAndSomeOfTheRest) {
  SweepReport report("a.yaml");
  for (int i = 1; i <= 25; ++i) {
    report.add(swept("Failed" + std::to_string(i), SweepGroup::status, SweepOutcome::failed));
    report.add(swept("Unnoticed" + std::to_string(i), SweepGroup::json, SweepOutcome::unnoticed));
  }
  const auto table = report.table();
  EXPECT_THAT(table, HasSubstr("  Failed25 "));
  EXPECT_THAT(table, HasSubstr("  Unnoticed20 "));
  EXPECT_THAT(table, testing::Not(HasSubstr("  Unnoticed21 ")));
  EXPECT_THAT(table, HasSubstr("  … and 5 more:  WIRETAPE_SWEEP_REPORT=sweep.html has all\n"));
}

TEST(SweepReport, CountsOutcomes) {
  const auto report = test::report_of_each_outcome();
  EXPECT_EQ(report.count(SweepOutcome::failed), 1U);
  EXPECT_EQ(report.count(SweepOutcome::survived), 2U);
}

TEST(SweepReport, IsWrittenWhereItIsWanted) {
  const support::TempDirectory dir;
  const SweepReport report("a.yaml");
  SweepOptions options;
  ::unsetenv("WIRETAPE_SWEEP_REPORT");
  EXPECT_FALSE(report.write(options));
  ::setenv("WIRETAPE_SWEEP_REPORT", dir.path("by_environment.html").c_str(), 1);
  EXPECT_TRUE(report.write(options));
  EXPECT_EQ(dir.read("by_environment.html"), report.html());
  options.report = dir.path("new/by_code.html");
  EXPECT_TRUE(report.write(options));
  EXPECT_EQ(dir.read("new/by_code.html"), report.html());
  options.report = dir.path("by_environment.html/none");
  EXPECT_THAT([&] { report.write(options); },
              testing::ThrowsMessage<std::runtime_error>(HasSubstr("by_environment.html")));
  ::unsetenv("WIRETAPE_SWEEP_REPORT");
}

TEST(SweepGroups, AreAll) {
  const auto all = all_sweep_groups();
  EXPECT_EQ(all.front(), SweepGroup::recorded);
  EXPECT_EQ(all.back(), SweepGroup::timeouts);
  EXPECT_EQ(to_string(SweepGroup::websocket), "websocket");
  EXPECT_EQ(to_string(SweepOutcome::not_met), "not met");
}

}  // namespace
}  // namespace wiretape

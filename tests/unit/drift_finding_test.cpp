// SPDX-License-Identifier: MIT
#include "drift/finding.hpp"

#include <gmock/gmock.h>

#include "support/drifted.hpp"
#include "support/golden.hpp"

namespace wiretape::drift {
namespace {

const policy::DeckFacts facts{RecordMode::diff, false, "cassettes/Weather/Today.yaml"};

TEST(DriftFinding, NamesWhatChangedAndWhatToDo) {
  auto report = test::drift_report();
  report.cassette = facts.cassette;
  const auto finding = drifted(facts, report, DriftFails::breaking);
  ASSERT_TRUE(finding);
  EXPECT_EQ(finding->kind, FindingKind::drifted);
  EXPECT_TRUE(test::is_golden("drifted", finding->message));
}

TEST(DriftFinding, IsNoneOfWhatDoesNotFail) {
  auto report = test::drift_report();
  EXPECT_FALSE(drifted(facts, report, DriftFails::never));
  report.changes.erase(report.changes.begin());
  EXPECT_FALSE(drifted(facts, report, DriftFails::breaking));
  const auto any = drifted(facts, report, DriftFails::any);
  ASSERT_TRUE(any);
  EXPECT_THAT(any->message, testing::HasSubstr("ignore::json(\"/wind\"), ignore_value::header(\"x-build\")"));
  report.changes.clear();
  EXPECT_FALSE(drifted(facts, report, DriftFails::any));
}

TEST(DriftFinding, HasNoEntryForWhatCannotBeLeftOut) {
  DriftChange change;
  change.place = "status";
  EXPECT_EQ(ignore_entry(change), "");
  change.place = "cookie sid";
  EXPECT_EQ(ignore_entry(change), "ignore::header(\"set-cookie\")");
}

TEST(DriftFinding, TellsThatThereIsNothingToCompareWith) {
  EXPECT_TRUE(test::is_golden("nothing_to_compare", nothing_to_compare(facts).message));
}

}  // namespace
}  // namespace wiretape::drift

// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <wiretape/drift.hpp>

#include "support/drifted.hpp"
#include "support/golden.hpp"

namespace wiretape {
namespace {

using testing::HasSubstr;

TEST(DriftReport, IsATable) { EXPECT_TRUE(test::is_golden("drift_table", test::drift_report().table())); }

TEST(DriftReport, ListsAFewOfMany) {
  auto report = test::drift_report();
  report.changes.insert(report.changes.end(), 30, report.changes[1]);
  report.not_asked.insert(report.not_asked.end(), 30, "GET http://a.test/");
  EXPECT_THAT(report.table(), HasSubstr("    … and 12 more\n"));
  EXPECT_THAT(report.table(), HasSubstr("  … and 11 more\n"));
}

TEST(DriftReport, IsJson) {
  auto report = test::drift_report();
  report.changes[0].recorded = "\xff";
  const auto json = nlohmann::json::parse(report.json());
  EXPECT_EQ(json["compared"], 3);
  EXPECT_EQ(json["breaking"], 1);
  EXPECT_EQ(json["benign"], 2);
  EXPECT_EQ(json["changes"][0]["kind"], "type");
  EXPECT_EQ(json["changes"][0]["is_breaking"], true);
  EXPECT_EQ(json["changes"][1]["place"], "body /wind");
  EXPECT_EQ(json["changes"][1]["interaction"], 1);
  EXPECT_EQ(json["not_asked"][0], "GET https://api.weather.test/old, interaction 2");
}

TEST(DriftKinds, HaveNames) {
  EXPECT_EQ(to_string(DriftKind::outcome), "outcome");
  EXPECT_EQ(to_string(DriftKind::enum_grown), "enum_grown");
  EXPECT_EQ(to_string(DriftKind::body), "body");
}

}  // namespace
}  // namespace wiretape

// SPDX-License-Identifier: MIT
#include "deck/drift_report.hpp"

#include <gmock/gmock.h>
#include <wiretape/cassette.hpp>

#include "support/drifted.hpp"
#include "support/temp_directory.hpp"

namespace wiretape::deck {
namespace {

TEST(DriftReports, LieInADirectoryByTheNameOfTheirCassette) {
  const support::TempDirectory dir;
  const auto report = test::drift_report();
  const auto named = write_drift_report(dir.path("drift"), "../Weather/Today.yaml", report);
  EXPECT_EQ(named, dir.path("drift/Weather.Today"));
  EXPECT_EQ(dir.read("drift/Weather.Today.json"), report.json());
  EXPECT_EQ(dir.read("drift/Weather.Today.html"), report.html());
  EXPECT_THROW(write_drift_report("/proc/none", "a", report), CassetteError);
}

TEST(DriftReports, GoWhereTheCodeSaysElseTheEnvironment) {
  const auto set = [](const char*) { return std::optional<std::string>("by-environment"); };
  const auto unset = [](const char*) { return std::optional<std::string>(); };
  DriftOptions options;
  EXPECT_EQ(drift_report_dir(options, set), "by-environment");
  EXPECT_EQ(drift_report_dir(options, unset), std::nullopt);
  options.report = "by-code";
  EXPECT_EQ(drift_report_dir(options, set), "by-code");
}

TEST(DriftPlaces, AreThoseOfTheOptionsAndOfTheCassette) {
  DriftOptions options;
  options.ignore = {ignore::json("/a")};
  std::vector<std::string> faults;
  EXPECT_THAT(drift_places(options, {"json:/b", "nonsense"}, faults),
              testing::ElementsAre(ignore::json("/a"), ignore_value::json("/b")));
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_THAT(faults[0], testing::HasSubstr("\"nonsense\" is no place"));
}

}  // namespace
}  // namespace wiretape::deck

// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include "support/drifted.hpp"
#include "support/process.hpp"

namespace wiretape {
namespace {

using testing::HasSubstr;

TEST(DriftJunit, HasATestCaseForEachInteraction) {
  const auto xml = test::drift_report().junit();
  EXPECT_THAT(xml,
              HasSubstr(R"(<testsuite name="cassettes/Weather/&lt;Today&gt;.yaml" tests="3" failures="1">)"));
  EXPECT_THAT(xml, HasSubstr(R"(name="1. GET https://api.weather.test/today">)"));
  EXPECT_THAT(xml, HasSubstr(R"(<property name="benign" value="body /wind: added: (none) -&gt; 3"/>)"));
  EXPECT_THAT(
      xml, HasSubstr("<failure message=\"drifted\">body /celsius: type: integer -&gt; string\n</failure>"));
  EXPECT_THAT(xml, HasSubstr("name=\"unchanged 1\"/>"));
}

TEST(DriftJunit, IsXml) {
  if (support::find_program("python3").empty()) GTEST_SKIP() << "there is no python3";
  support::ProgramOptions options;
  options.input = test::drift_report().junit();
  const auto checked = support::run(
      {"python3", "-c",
       "import sys, xml.etree.ElementTree as t; r = t.fromstring(sys.stdin.buffer.read()); "
       "print(len(r.findall('.//testcase')), len(r.findall('.//failure')), len(r.findall('.//property')))"},
      options);
  EXPECT_EQ(checked.out, "3 1 3\n") << checked.err;
}

}  // namespace
}  // namespace wiretape

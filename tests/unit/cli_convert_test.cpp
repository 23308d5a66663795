// SPDX-License-Identifier: MIT
#include "cli/convert.hpp"

#include <gmock/gmock.h>

#include <sstream>

#include <wiretape/cassette.hpp>

#include "cli/failure.hpp"
#include "support/interactions.hpp"
#include "support/large_body.hpp"
#include "support/temp_directory.hpp"

namespace wiretape::cli {
namespace {

std::ostringstream lost;

Cassette hostile_cassette() {
  support::HostileValues hostile(7);
  Cassette cassette{{1, "wiretape 0.1.0", "2026-11-24T04:13:45Z", {"method", "path"}}, {}};
  for (int i = 0; i < 50; ++i) cassette.interactions.push_back(hostile.interaction());
  return cassette;
}

TEST(Convert, LosesNothingOnTheWayThereAndBack) {
  const support::TempDirectory dir;
  write_cassette(hostile_cassette(), dir.path("a.yaml"));
  convert({dir.path("a.yaml"), dir.path("sub/b.json")}, lost);
  convert({dir.path("sub/b.json"), dir.path("c")}, lost);
  EXPECT_EQ(dir.read("c.yaml"), dir.read("a.yaml"));
  EXPECT_THAT(dir.read("sub/b.json"), testing::StartsWith("{"));
  EXPECT_EQ(read_cassette(dir.path("sub/b.json")), read_cassette(dir.path("a.yaml")));
}

TEST(Convert, TakesLargeBodiesAlong) {
  const support::TempDirectory dir;
  write_cassette({{}, {support::large({dir.path("a.yaml"), "a.yaml"}, "large")}}, dir.path("a.yaml"));
  convert({dir.path("a.yaml"), dir.path("sub/b.json")}, lost);
  const auto converted = read_cassette(dir.path("sub/b.json"));
  EXPECT_EQ(dir.read("sub/" + support::large_body_of(converted.interactions.at(0)).file), "large");
}

TEST(Convert, ReplacesNothingUnlessItMay) {
  const support::TempDirectory dir;
  write_cassette({}, dir.path("a.yaml"));
  dir.write("b.json", "mine");
  try {
    convert({dir.path("a.yaml"), dir.path("b.json")}, lost);
    FAIL() << "no exception";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.exit_code(), 1);
    EXPECT_THAT(failure.what(), testing::HasSubstr("b.json: is there already\n  next: "));
    EXPECT_THAT(failure.what(), testing::HasSubstr("--force"));
  }
  EXPECT_EQ(dir.read("b.json"), "mine");
  convert({dir.path("a.yaml"), dir.path("b.json"), true}, lost);
  EXPECT_EQ(read_cassette(dir.path("b.json")), Cassette{});
}

TEST(Convert, LeavesBAloneWhenACannotBeRead) {
  const support::TempDirectory dir;
  dir.write("a.yaml", "no cassette");
  dir.write("b.json", "mine");
  EXPECT_THROW(convert({dir.path("a.yaml"), dir.path("b.json"), true}, lost), CassetteError);
  EXPECT_EQ(dir.read("b.json"), "mine");
}

TEST(Convert, ReadsAndWritesOtherToolsRecordings) {
  const support::TempDirectory dir;
  const std::string fixtures = WIRETAPE_SOURCE_DIR "/fixtures/foreign/";
  lost.str("");
  convert({fixtures + "browser.har", dir.path("a.yaml")}, lost);
  EXPECT_EQ(lost.str(), "");
  EXPECT_THAT(dir.read("a.yaml"), testing::HasSubstr("user=mona&pin={{secret:1}}"))
      << "nobody had taken it out";
  convert({dir.path("a.yaml"), dir.path("b.har")}, lost);
  EXPECT_THAT(lost.str(),
              testing::HasSubstr(
                  "wiretape: lost: interaction 2, POST https://api.weather.test/login: its failure\n"));
  EXPECT_EQ(read_cassette(dir.path("b.har")).interactions.size(), 3U) << "read in place";
  convert({fixtures + "wiremock.json", dir.path("w.yaml")}, lost);
  EXPECT_THAT(lost.str(),
              testing::HasSubstr("wiretape: lost: entry 2: it is left out: its URL is a pattern\n"));
  convert({fixtures + "vcrpy.yaml", dir.path("v.vcr.yml")}, lost);
  EXPECT_THAT(dir.read("v.vcr.yml"), testing::StartsWith("---\nhttp_interactions:\n"));
  convert({fixtures + "mitmproxy.flows", dir.path("c.sh")}, lost);
  EXPECT_THAT(dir.read("c.sh"), testing::StartsWith("curl -X 'GET' 'http://127.0.0.1:"));
}

}  // namespace
}  // namespace wiretape::cli

// SPDX-License-Identifier: MIT
#include "cli/convert.hpp"

#include <gmock/gmock.h>

#include <wiretape/cassette.hpp>

#include "cli/failure.hpp"
#include "support/interactions.hpp"
#include "support/large_body.hpp"
#include "support/temp_directory.hpp"

namespace wiretape::cli {
namespace {

Cassette hostile_cassette() {
  support::HostileValues hostile(7);
  Cassette cassette{{1, "wiretape 0.1.0", "2026-11-24T04:13:45Z", {"method", "path"}}, {}};
  for (int i = 0; i < 50; ++i) cassette.interactions.push_back(hostile.interaction());
  return cassette;
}

TEST(Convert, LosesNothingOnTheWayThereAndBack) {
  const support::TempDirectory dir;
  write_cassette(hostile_cassette(), dir.path("a.yaml"));
  convert({dir.path("a.yaml"), dir.path("sub/b.json")});
  convert({dir.path("sub/b.json"), dir.path("c")});
  EXPECT_EQ(dir.read("c.yaml"), dir.read("a.yaml"));
  EXPECT_THAT(dir.read("sub/b.json"), testing::StartsWith("{"));
  EXPECT_EQ(read_cassette(dir.path("sub/b.json")), read_cassette(dir.path("a.yaml")));
}

TEST(Convert, TakesLargeBodiesAlong) {
  const support::TempDirectory dir;
  write_cassette({{}, {support::large({dir.path("a.yaml"), "a.yaml"}, "large")}}, dir.path("a.yaml"));
  convert({dir.path("a.yaml"), dir.path("sub/b.json")});
  const auto converted = read_cassette(dir.path("sub/b.json"));
  EXPECT_EQ(dir.read("sub/" + support::large_body_of(converted.interactions.at(0)).file), "large");
}

TEST(Convert, ReplacesNothingUnlessItMay) {
  const support::TempDirectory dir;
  write_cassette({}, dir.path("a.yaml"));
  dir.write("b.json", "mine");
  try {
    convert({dir.path("a.yaml"), dir.path("b.json")});
    FAIL() << "no exception";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.exit_code(), 1);
    EXPECT_THAT(failure.what(), testing::HasSubstr("b.json: is there already\n  next: "));
    EXPECT_THAT(failure.what(), testing::HasSubstr("--force"));
  }
  EXPECT_EQ(dir.read("b.json"), "mine");
  convert({dir.path("a.yaml"), dir.path("b.json"), true});
  EXPECT_EQ(read_cassette(dir.path("b.json")), Cassette{});
}

TEST(Convert, LeavesBAloneWhenACannotBeRead) {
  const support::TempDirectory dir;
  dir.write("a.yaml", "no cassette");
  dir.write("b.json", "mine");
  EXPECT_THROW(convert({dir.path("a.yaml"), dir.path("b.json"), true}), CassetteError);
  EXPECT_EQ(dir.read("b.json"), "mine");
}

}  // namespace
}  // namespace wiretape::cli

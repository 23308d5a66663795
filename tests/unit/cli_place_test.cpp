// SPDX-License-Identifier: MIT
#include "cli/place.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include "cli/failure.hpp"
#include "support/temp_directory.hpp"

namespace wiretape::cli {
namespace {

TEST(WithEnding, AddsYamlWhereThereIsNone) {
  EXPECT_EQ(with_ending("weather"), "weather.yaml");
  EXPECT_EQ(with_ending("a.b/weather"), "a.b/weather.yaml");
  EXPECT_EQ(with_ending("../weather.json"), "../weather.json");
  EXPECT_EQ(with_ending("weather.yml"), "weather.yml");
  EXPECT_EQ(with_ending("directory/"), "directory/");
}

TEST(PlaceOf, TakesAPathApart) {
  const auto here = place_of("nowhere-to-be-found");
  EXPECT_EQ(here.directory, ".");
  EXPECT_EQ(here.name, "nowhere-to-be-found.yaml");
  EXPECT_EQ(here.shown, "nowhere-to-be-found.yaml");
  EXPECT_FALSE(here.exists);
  const auto there = place_of("../../a/b.json");
  EXPECT_EQ(there.directory, "../../a");
  EXPECT_EQ(there.name, "b.json");
  EXPECT_EQ(place_of("/b.yaml").directory, "/");
}

TEST(PlaceOf, KnowsWhetherTheFileIsThere) {
  const support::TempDirectory dir;
  dir.write("a.yaml", "");
  EXPECT_TRUE(place_of(dir.path("a")).exists);
  EXPECT_FALSE(place_of(dir.path("b")).exists);
}

TEST(PlaceOf, FollowsALinkThatTheUserNames) {
  const support::TempDirectory dir;
  dir.write("real/a.yaml", "");
  ASSERT_EQ(::symlink("real/a.yaml", dir.path("link.yaml").c_str()), 0);
  const auto place = place_of(dir.path("link.yaml"));
  EXPECT_EQ(place.directory, dir.path("real"));
  EXPECT_EQ(place.name, "a.yaml");
  EXPECT_EQ(place.shown, dir.path("link.yaml"));
  EXPECT_TRUE(place.exists);
}

TEST(PlaceOf, RefusesADirectory) {
  const support::TempDirectory dir;
  for (const auto& path : {dir.path() + "/", dir.path("new/")}) {
    try {
      static_cast<void>(place_of(path));
      FAIL() << "no exception for " << path;
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.exit_code(), 2);
      EXPECT_THAT(failure.what(), testing::HasSubstr("is a directory\n  next: name a file in it"));
    }
  }
}

TEST(RequireWritable, LetsDirectoriesBeMadeLater) {
  const support::TempDirectory dir;
  EXPECT_NO_THROW(require_writable(place_of(dir.path("a/b/c.yaml"))));
  EXPECT_NO_THROW(require_writable(place_of("nowhere-to-be-found/c.yaml")));
  EXPECT_NO_THROW(require_writable(place_of("c.yaml")));
}

TEST(RequireWritable, RefusesAFileInThePlaceOfADirectory) {
  const support::TempDirectory dir;
  dir.write("a", "");
  EXPECT_THROW(require_writable(place_of(dir.path("a/c.yaml"))), Failure);
}

TEST(RequireWritable, RefusesADirectoryWhereNothingMayBeMade) {
  // Root may write anywhere but in /proc.
  EXPECT_THROW(require_writable(place_of("/proc/self/c.yaml")), Failure);
}

}  // namespace
}  // namespace wiretape::cli

// SPDX-License-Identifier: MIT
#include "cassette/relative_name.hpp"

#include <gmock/gmock.h>

#include <filesystem>

#include "support/temp_directory.hpp"

namespace wiretape::cassette {
namespace {

using support::TempDirectory;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(RelativeName, MayHaveFoldersAndDots) {
  for (const auto* name : {"a", "a.yaml", "a/b.yaml", "..a", "a..b/...", "a b/\xC3\xA9"}) {
    EXPECT_THAT(fault_of_name(name), IsEmpty()) << name;
  }
}

TEST(RelativeName, StaysInside) {
  for (const auto* name :
       {"", "/etc/passwd", "..", "a/../b", "a/..", "./a", "a//b", "a/", "a\\b", "a\nb", "\x7F"}) {
    EXPECT_FALSE(fault_of_name(name).empty()) << name;
  }
}

TEST(RelativeName, FollowsLinksThatStayInside) {
  const TempDirectory dir;
  dir.write("real/file", "");
  std::filesystem::create_directory_symlink("real", dir.path("link"));
  EXPECT_EQ(*path_inside(dir.path(), "link/file"), dir.path("real/file"));
  EXPECT_EQ(*path_inside(dir.path(), "link/not/yet"), dir.path("real/not/yet"));
  EXPECT_EQ(*path_inside(dir.path("new/"), "a"), dir.path("new/a"));
}

TEST(RelativeName, RefusesLinksThatLeadOut) {
  const TempDirectory dir, other;
  std::filesystem::create_directory_symlink(other.path(), dir.path("out"));
  std::filesystem::create_symlink("loop", dir.path("loop"));
  const auto out = path_inside(dir.path(), "out/file");
  ASSERT_FALSE(out);
  EXPECT_THAT(out.error().message,
              HasSubstr("leads out of the cassette directory, to " + other.path("file")));
  const auto loop = path_inside(dir.path(), "loop/file");
  ASSERT_FALSE(loop);
  EXPECT_THAT(loop.error().message, HasSubstr("cannot be followed"));
}

}  // namespace
}  // namespace wiretape::cassette

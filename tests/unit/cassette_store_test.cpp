// SPDX-License-Identifier: MIT
#include "cassette/store.hpp"

#include <gmock/gmock.h>

#include <filesystem>

#include "support/temp_directory.hpp"

namespace wiretape::cassette {
namespace {

using support::TempDirectory;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(Store, KeepsACassetteUnderItsDirectory) {
  const TempDirectory dir;
  const Store store(dir.path("cassettes/"), "Suite/Name.yaml");
  EXPECT_FALSE(store.exists());
  EXPECT_EQ(store.read(), std::nullopt);
  store.replace("text");
  EXPECT_TRUE(store.exists());
  EXPECT_EQ(store.read(), "text");
  EXPECT_EQ(store.path(), dir.path("cassettes/Suite/Name.yaml"));
  EXPECT_THAT(dir.files(), ElementsAre("cassettes/Suite/Name.yaml"));
}

TEST(Store, ShowsItsPathAsItWasGiven) {
  EXPECT_EQ(Store("cassettes", "a.yaml").path(), "cassettes/a.yaml");
  EXPECT_EQ(Store("", "a.yaml").path(), "a.yaml");
  EXPECT_EQ(Store("/", "a.yaml").path(), "/a.yaml");
}

TEST(Store, StaysWhereItIsWhenTheWorkingDirectoryMoves) {
  const TempDirectory dir;
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(dir.path());
  const Store store("cassettes", "a.yaml");
  std::filesystem::current_path(before);
  store.replace("text");
  EXPECT_THAT(dir.files(), ElementsAre("cassettes/a.yaml"));
}

TEST(Store, KnowsTheFormatByTheEnding) {
  EXPECT_EQ(Store("", "a.json").format(), CassetteFormat::json);
  EXPECT_EQ(Store("", "a.yaml").format(), CassetteFormat::yaml);
  EXPECT_EQ(Store("", "json").format(), CassetteFormat::yaml);
}

TEST(Store, RefusesNamesThatAreNoneOrLeaveTheDirectory) {
  for (const std::string name : {"", "..", "../a", "a/../b", "a/..", "/a", "a//b", "a/", "./a", "a/.", "a\\b",
                                 "..\\a", "a\nb", "a\x7f"}) {
    EXPECT_THROW(Store("dir", name), CassetteError) << name;
  }
  EXPECT_THROW(Store("dir", std::string("a\0b", 3)), CassetteError);
  EXPECT_NO_THROW(Store("dir", "a..b/...yaml"));
}

TEST(Store, RefusesASymbolicLinkOutOfTheDirectory) {
  const TempDirectory dir;
  dir.write("outside/a.yaml", "secret");
  std::filesystem::create_directories(dir.path("in"));
  std::filesystem::create_directory_symlink(dir.path("outside"), dir.path("in/way"));
  std::filesystem::create_symlink(dir.path("outside/a.yaml"), dir.path("in/a.yaml"));
  for (const std::string name : {"way/a.yaml", "way/new.yaml", "a.yaml"}) {
    EXPECT_THAT([&] { Store(dir.path("in"), name); },
                ThrowsMessage<CassetteError>(HasSubstr("leads out of the cassette directory")))
        << name;
  }
}

TEST(Store, LooksAtLinksAnewEachTime) {
  const TempDirectory dir;
  std::filesystem::create_directories(dir.path("outside"));
  std::filesystem::create_directories(dir.path("in"));
  const Store store(dir.path("in"), "Suite/a.yaml");
  std::filesystem::create_directory_symlink(dir.path("outside"), dir.path("in/Suite"));
  EXPECT_THROW(store.replace("text"), CassetteError);
  EXPECT_THROW(static_cast<void>(store.read()), CassetteError);
}

TEST(Store, RefusesADanglingLinkInsteadOfWritingThroughIt) {
  const TempDirectory dir;
  std::filesystem::create_directories(dir.path("in"));
  std::filesystem::create_symlink(dir.path("outside.yaml"), dir.path("in/a.yaml"));
  EXPECT_THROW(static_cast<void>(Store(dir.path("in"), "a.yaml").read()), CassetteError);
  EXPECT_FALSE(std::filesystem::exists(dir.path("outside.yaml")));
}

TEST(Store, FollowsLinksThatStayInside) {
  const TempDirectory dir;
  dir.write("in/real/a.yaml", "text");
  std::filesystem::create_directory_symlink(dir.path("in/real"), dir.path("in/other"));
  const Store store(dir.path("in"), "other/a.yaml");
  EXPECT_EQ(store.read(), "text");
  store.replace("new");
  EXPECT_EQ(dir.read("in/real/a.yaml"), "new");
}

TEST(Store, LetsTheDirectoryItselfBeALink) {
  const TempDirectory dir;
  std::filesystem::create_directories(dir.path("real"));
  std::filesystem::create_directory_symlink(dir.path("real"), dir.path("link"));
  Store(dir.path("link"), "a.yaml").replace("text");
  EXPECT_EQ(dir.read("real/a.yaml"), "text");
}

}  // namespace
}  // namespace wiretape::cassette

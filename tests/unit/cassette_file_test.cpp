// SPDX-License-Identifier: MIT
#include "cassette/file.hpp"

#include <gmock/gmock.h>

#include <filesystem>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <wiretape/cassette.hpp>

#include "support/full_disk.hpp"
#include "support/temp_directory.hpp"

namespace wiretape::cassette {
namespace {

using support::FullDisk;
using support::TempDirectory;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;

Place at(const TempDirectory& dir, std::string_view name) { return {dir.path(name), std::string(name)}; }

TEST(File, ReplacesAndMakesMissingDirectories) {
  const TempDirectory dir;
  replace_file(at(dir, "a/b/c.yaml"), "one");
  replace_file(at(dir, "a/b/c.yaml"), std::string_view("t\0o", 3));
  EXPECT_EQ(read_file(at(dir, "a/b/c.yaml")), std::string("t\0o", 3));
  EXPECT_THAT(dir.files(), ElementsAre("a/b/c.yaml"));
}

TEST(File, ReadsNothingWhereThereIsNoFile) {
  const TempDirectory dir;
  EXPECT_EQ(read_file(at(dir, "none.yaml")), std::nullopt);
  EXPECT_EQ(read_file(at(dir, "no/such/dir.yaml")), std::nullopt);
}

TEST(File, ReadsWhatIsLongerThanOneRead) {
  const TempDirectory dir;
  std::string text(300'000, 'x');
  text[123'456] = 'y';
  dir.write("long", text);
  EXPECT_EQ(read_file(at(dir, "long")), text);
}

TEST(File, LeavesTheOldFileWholeWhenTheDiskIsFull) {
  const TempDirectory dir;
  dir.write("a.yaml", "old");
  {
    const FullDisk full(100);
    EXPECT_THAT([&] { replace_file(at(dir, "a.yaml"), std::string(200, 'x')); },
                ThrowsMessage<CassetteError>(
                    HasSubstr("a.yaml: cannot be written: File too large\n  next: make room")));
  }
  EXPECT_EQ(dir.read("a.yaml"), "old");
  EXPECT_THAT(dir.files(), ElementsAre("a.yaml"));
}

TEST(File, LeavesNoLitterWhenItCannotBePutInPlace) {
  const TempDirectory dir;
  std::filesystem::create_directories(dir.path("a.yaml/full"));
  EXPECT_THAT([&] { replace_file(at(dir, "a.yaml"), "new"); },
              ThrowsMessage<CassetteError>(HasSubstr("cannot be put in place: Is a directory")));
  EXPECT_THAT(dir.files(), IsEmpty());
}

TEST(File, NamesPathAndCause) {
  const TempDirectory dir;
  dir.write("file", "");
  EXPECT_THAT([&] { replace_file(at(dir, "file/a.yaml"), "x"); },
              ThrowsMessage<CassetteError>(HasSubstr(
                  "file/a.yaml: its directory cannot be made: File exists\n  next: look at the path")));
  EXPECT_THAT([&] { return read_file(at(dir, "")); },
              ThrowsMessage<CassetteError>(HasSubstr("Is a directory")));
}

TEST(File, FollowsNoSymbolicLink) {
  const TempDirectory dir;
  dir.write("target", "secret");
  std::filesystem::create_symlink(dir.path("target"), dir.path("a.yaml"));
  EXPECT_THAT([&] { return read_file(at(dir, "a.yaml")); },
              ThrowsMessage<CassetteError>(HasSubstr("replace the symbolic link")));
}

TEST(File, DoesNotWaitForAPipe) {
  const TempDirectory dir;
  ASSERT_EQ(::mkfifo(dir.path("a.yaml").c_str(), 0600), 0);
  EXPECT_THAT([&] { return read_file(at(dir, "a.yaml")); },
              ThrowsMessage<CassetteError>(HasSubstr("is not a regular file")));
}

TEST(File, KeepsTheRightsOfTheFileItReplaces) {
  const TempDirectory dir;
  dir.write("a.yaml", "old");
  ASSERT_EQ(::chmod(dir.path("a.yaml").c_str(), 0640), 0);
  replace_file(at(dir, "a.yaml"), "new");
  struct stat status {};
  ASSERT_EQ(::stat(dir.path("a.yaml").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0640U);
}

TEST(PartFile, IsSeenAsItGrowsAndTakesItsName) {
  const TempDirectory dir;
  PartFile part(at(dir, "s/a.yaml"));
  part.append("one\n");
  EXPECT_EQ(dir.read("s/a.yaml.part"), "one\n");
  part.append("two\n");
  part.put_in_place();
  EXPECT_EQ(dir.read("s/a.yaml"), "one\ntwo\n");
  EXPECT_THAT(dir.files(), ElementsAre("s/a.yaml"));
}

TEST(PartFile, IsRemovedWhenItWasNotPutInPlace) {
  const TempDirectory dir;
  dir.write("a.yaml", "old");
  { PartFile(at(dir, "a.yaml")).append("new"); }
  EXPECT_THAT(dir.files(), ElementsAre("a.yaml"));
  EXPECT_EQ(dir.read("a.yaml"), "old");
}

TEST(PartFile, IsOnesAtATime) {
  const TempDirectory dir;
  {
    PartFile first(at(dir, "a.yaml"));
    EXPECT_THAT([&] { PartFile second(at(dir, "a.yaml")); },
                ThrowsMessage<CassetteError>(HasSubstr("is being recorded by another")));
    first.append("one");
    first.put_in_place();
    PartFile after(at(dir, "a.yaml"));  // the first still holds what is now the whole
    EXPECT_EQ(after.text(), "");
  }
  EXPECT_EQ(dir.read("a.yaml"), "one");
}

TEST(PartFile, HandsOverWhatAKilledProcessLeft) {
  const TempDirectory dir;
  dir.write("a.yaml.part", "left");
  PartFile part(at(dir, "a.yaml"));
  EXPECT_EQ(part.text(), "left");
  part.clear();
  part.append("new");
  part.put_in_place();
  EXPECT_EQ(dir.read("a.yaml"), "new");
}

TEST(PartFile, TakesBackWhatWasHalfWritten) {
  const TempDirectory dir;
  PartFile part(at(dir, "a.yaml"));
  part.append("whole\n");
  {
    const FullDisk full(10);
    EXPECT_THAT([&] { part.append("too much\n"); },
                ThrowsMessage<CassetteError>(HasSubstr("File too large")));
  }
  EXPECT_EQ(dir.read("a.yaml.part"), "whole\n");
  part.append("more\n");
  EXPECT_EQ(dir.read("a.yaml.part"), "whole\nmore\n");
}

TEST(PartFile, IsLeftAloneByAForkedChild) {
  const TempDirectory dir;
  PartFile part(at(dir, "a.yaml"));
  part.append("parent\n");
  const auto child = ::fork();
  if (child == 0) {
    part.append("child\n");
    part.put_in_place();
    part.~PartFile();
    ::_exit(0);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_THAT(dir.files(), ElementsAre("a.yaml.part"));
  EXPECT_THAT([&] { PartFile other(at(dir, "a.yaml")); }, ThrowsMessage<CassetteError>(HasSubstr("another")));
  part.put_in_place();
  EXPECT_EQ(dir.read("a.yaml"), "parent\n");
}

TEST(PartFile, RefusesToGrowThroughASymbolicLink) {
  const TempDirectory dir;
  dir.write("target", "kept");
  std::filesystem::create_symlink(dir.path("target"), dir.path("a.yaml.part"));
  EXPECT_THAT([&] { PartFile part(at(dir, "a.yaml")); },
              ThrowsMessage<CassetteError>(HasSubstr("symbolic link")));
  EXPECT_EQ(dir.read("target"), "kept");
}

}  // namespace
}  // namespace wiretape::cassette

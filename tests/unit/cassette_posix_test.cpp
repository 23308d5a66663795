// SPDX-License-Identifier: MIT
#include "cassette/posix.hpp"

#include <gmock/gmock.h>

#include <cerrno>
#include <filesystem>
#include <set>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <wiretape/cassette.hpp>

#include "support/temp_directory.hpp"

namespace wiretape::cassette {
namespace {

using support::TempDirectory;
using testing::HasSubstr;
using testing::ThrowsMessage;

bool is_open(int fd) { return ::fcntl(fd, F_GETFD) >= 0; }

TEST(Descriptor, ClosesWhatItOwns) {
  const int first = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  const int second = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  {
    Descriptor owner(first);
    owner.reset(second);
    EXPECT_FALSE(is_open(first));
    EXPECT_EQ(owner.release(), second);
  }
  EXPECT_TRUE(is_open(second));
  { const Descriptor owner(second); }
  EXPECT_FALSE(is_open(second));
}

TEST(Posix, TakesAPathApart) {
  EXPECT_EQ(directory_of("a/b/c.yaml"), "a/b/");
  EXPECT_EQ(directory_of("c.yaml"), ".");
  EXPECT_EQ(name_of("a/b/c.yaml"), "c.yaml");
  EXPECT_EQ(name_of("c.yaml"), "c.yaml");
}

TEST(Posix, GivesEachTemporaryFileANameOfItsOwnThatFits) {
  std::set<std::string> names;
  for (int i = 0; i < 100; ++i) names.insert(unpredictable_name(std::string(300, 'a')));
  EXPECT_EQ(names.size(), 100U);
  for (const auto& name : names) EXPECT_LE(name.size(), 255U);
}

TEST(Posix, MakesADirectoryThatIsMissing) {
  const TempDirectory dir;
  const Descriptor made(open_directory({dir.path("a/b/file"), "a/b/file"}));
  EXPECT_TRUE(std::filesystem::is_directory(dir.path("a/b")));
  dir.write("file", "");
  EXPECT_THAT(
      [&] {
        return open_directory({dir.path("file/in/it"), "file/in/it"});
      },
      ThrowsMessage<CassetteError>(HasSubstr("file/in/it: its directory cannot be")));
}

TEST(Posix, OpensRegularFilesOnly) {
  const TempDirectory dir;
  const auto opened = [&](const char* name) {
    return Descriptor(open_regular({dir.path(name), name})).get();
  };
  dir.write("file", "x");
  EXPECT_GE(opened("file"), 0);
  EXPECT_EQ(opened("missing"), -1);
  std::filesystem::create_symlink("file", dir.path("link"));
  EXPECT_THAT([&] { opened("link"); }, ThrowsMessage<CassetteError>(HasSubstr("replace the symbolic link")));
  ASSERT_EQ(::mkfifo(dir.path("pipe").c_str(), 0600), 0);
  EXPECT_THAT([&] { opened("pipe"); }, ThrowsMessage<CassetteError>(HasSubstr("is not a regular file")));
  EXPECT_THAT([&] { opened("."); }, ThrowsMessage<CassetteError>(HasSubstr("Is a directory")));
}

TEST(Posix, SaysWhenNotAllCouldBeWritten) {
  const Descriptor full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
  EXPECT_FALSE(write_all(full.get(), "text"));
  EXPECT_EQ(errno, ENOSPC);
}

}  // namespace
}  // namespace wiretape::cassette

// SPDX-License-Identifier: MIT
#include "cli/files.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "cli/failure.hpp"
#include "support/temp_directory.hpp"

namespace wiretape::cli {
namespace {

using testing::ElementsAre;

TEST(Files, ComeBackAsTheyWereWritten) {
  const support::TempDirectory dir;
  const std::string text = std::string(100'000, 'x') + '\0' + "end\n";
  write_file(dir.path("a"), text);
  EXPECT_EQ(read_file(dir.path("a")), text);
  write_file(dir.path("a"), "short");
  EXPECT_EQ(read_file(dir.path("a")), "short");
  EXPECT_THAT(dir.files(), ElementsAre("a"));
}

TEST(Files, AreNothingWhereThereIsNone) {
  const support::TempDirectory dir;
  EXPECT_EQ(read_file(dir.path("a")), std::nullopt);
}

TEST(Files, HaveTheRightsThatWereAskedFor) {
  const support::TempDirectory dir;
  write_file(dir.path("key"), "secret", 0600);
  struct stat status {};
  ASSERT_EQ(::stat(dir.path("key").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST(Files, KeepAPipeAPipe) {
  const support::TempDirectory dir;
  const auto path = dir.path("pipe");
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  const int reader = ::open(path.c_str(), O_RDONLY | O_NONBLOCK);
  ASSERT_GE(reader, 0);
  write_file(path, "certificate");
  char buffer[32];
  const auto got = ::read(reader, buffer, sizeof buffer);
  ::close(reader);
  EXPECT_EQ(std::string(buffer, got > 0 ? static_cast<std::size_t>(got) : 0), "certificate");
  EXPECT_TRUE(std::filesystem::is_fifo(path));
}

TEST(Files, SayWhatFailedAndWhatToDo) {
  const support::TempDirectory dir;
  dir.write("a", "no directory");
  try {
    write_file(dir.path("a/b\x1b"), "x");
    FAIL() << "no exception";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.exit_code(), 1);
    EXPECT_EQ(std::string(failure.what()), dir.path("a/b") +
                                               "\\x1b: cannot be written: Not a directory\n"
                                               "  next: look at the path: each part but the last must be "
                                               "a directory");
  }
  EXPECT_THROW(static_cast<void>(read_file(dir.path())), Failure);
  EXPECT_THAT(dir.files(), ElementsAre("a"));
}

TEST(DirectoryLock, IsHeldByOneAtATime) {
  const support::TempDirectory dir;
  std::atomic<int> inside = 0;
  const auto enter = [&] {
    for (int i = 0; i < 100; ++i) {
      const DirectoryLock lock(dir.path());
      EXPECT_EQ(++inside, 1);
      --inside;
    }
  };
  std::thread other(enter);
  enter();
  other.join();
  EXPECT_THROW(DirectoryLock(dir.path("none")), Failure);
}

}  // namespace
}  // namespace wiretape::cli

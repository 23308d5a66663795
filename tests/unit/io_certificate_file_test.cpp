// SPDX-License-Identifier: MIT
#include "io/certificate_file.hpp"

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <set>
#include <system_error>
#include <thread>

#include "support/temp_directory.hpp"

namespace wiretape::io {

namespace {

using support::TempDirectory;
using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;
using testing::ThrowsMessage;

const std::string pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

std::string name_in(const TempDirectory& directory, const std::string& path) {
  return path.substr(directory.path().size() + 1);
}

// Runs `act` in a child process. True when it returned true there.
template <class Act>
bool in_child(Act act) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(act() ? 0 : 1);
  int status = -1;
  return ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST(CertificateFile, IsMadeWhenItIsFirstAskedFor) {
  const TempDirectory directory;
  CertificateFile file(pem, {directory.path()});
  EXPECT_THAT(directory.files(), IsEmpty());
  const auto path = file.path();
  EXPECT_THAT(path, AllOf(StartsWith(directory.path() + "/wiretape-ca-"), EndsWith(".pem")));
  EXPECT_EQ(directory.read(name_in(directory, path)), pem);
  EXPECT_EQ(file.path(), path);
  EXPECT_THAT(directory.files(), SizeIs(1));
}

TEST(CertificateFile, MayBeReadByAllAndWrittenByItsOwner) {
  const TempDirectory directory;
  CertificateFile file(pem, {directory.path()});
  const auto mask = ::umask(022);
  const auto path = file.path();
  ::umask(mask);
  struct stat found {};
  ASSERT_EQ(::stat(path.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 07777, 0644U);
}

TEST(CertificateFile, HasANameThatNobodyCanGuess) {
  const TempDirectory directory;
  std::set<std::string> paths;
  for (int i = 0; i < 100; ++i) paths.insert(CertificateFile(pem, {directory.path()}).path());
  EXPECT_THAT(paths, SizeIs(100));
}

TEST(CertificateFile, IsRemovedWithItsObject) {
  const TempDirectory directory;
  {
    CertificateFile file(pem, {directory.path()});
    static_cast<void>(file.path());
    EXPECT_THAT(directory.files(), SizeIs(1));
  }
  EXPECT_THAT(directory.files(), IsEmpty());
}

TEST(CertificateFile, IsMadeAnewUnderItsOldNameWhenItIsGone) {
  const TempDirectory directory;
  CertificateFile file(pem, {directory.path()});
  const auto path = file.path();
  ASSERT_EQ(::unlink(path.c_str()), 0);
  EXPECT_EQ(file.path(), path);
  EXPECT_EQ(directory.read(name_in(directory, path)), pem);
}

TEST(CertificateFile, IsMadeAnewUnderAnotherNameWhenSomethingElseLiesThere) {
  const TempDirectory directory;
  CertificateFile file(pem, {directory.path()});
  const auto path = file.path();
  ASSERT_EQ(::unlink(path.c_str()), 0);
  directory.write("theirs", pem);
  ASSERT_EQ(::symlink(directory.path("theirs").c_str(), path.c_str()), 0);
  const auto other = file.path();
  EXPECT_NE(other, path);
  EXPECT_EQ(directory.read(name_in(directory, other)), pem);
  file.remove();
  EXPECT_THAT(directory.files(), ElementsAre("theirs", name_in(directory, path)));
}

TEST(CertificateFile, IsMadeAnewWhenAnotherFileOfTheSameSizeTookItsPlace) {
  const TempDirectory directory;
  CertificateFile file(pem, {directory.path()});
  const auto path = file.path();
  directory.write("theirs", std::string(pem.size(), 'x'));
  ASSERT_EQ(::rename(directory.path("theirs").c_str(), path.c_str()), 0);
  const auto other = file.path();
  EXPECT_NE(other, path);
  EXPECT_EQ(directory.read(name_in(directory, other)), pem);
}

TEST(CertificateFile, IsMadeAnewWhenItWasCutShort) {
  const TempDirectory directory;
  CertificateFile file(pem, {directory.path()});
  const auto path = file.path();
  ASSERT_EQ(::truncate(path.c_str(), 5), 0);
  const auto other = file.path();
  EXPECT_EQ(directory.read(name_in(directory, other)), pem);
}

TEST(CertificateFile, IsMadeAgainAfterItWasRemoved) {
  const TempDirectory directory;
  CertificateFile file(pem, {directory.path()});
  const auto path = file.path();
  file.remove();
  file.remove();
  EXPECT_THAT(directory.files(), IsEmpty());
  EXPECT_EQ(file.path(), path);
}

TEST(CertificateFile, LiesInTheNextDirectoryWhenTheFirstCannotBeWrittenTo) {
  const TempDirectory directory;
  CertificateFile file(pem, {directory.path("missing"), directory.path()});
  EXPECT_THAT(file.path(), StartsWith(directory.path() + "/wiretape-ca-"));
}

TEST(CertificateFile, SaysWhichDirectoryCannotBeWrittenTo) {
  const TempDirectory directory;
  CertificateFile file(pem, {directory.path("missing")});
  EXPECT_THAT(
      [&] { static_cast<void>(file.path()); },
      ThrowsMessage<std::system_error>(AllOf(HasSubstr(directory.path("missing")), HasSubstr("TMPDIR"),
                                             HasSubstr("No such file or directory"))));
}

TEST(CertificateFile, IsNotMadeByHalvesWhenTheDiskIsFull) {
  // A process that may write no byte to a file stands for the full disk.
  const TempDirectory directory;
  EXPECT_TRUE(in_child([&] {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit nothing{0, 0};
    ::setrlimit(RLIMIT_FSIZE, &nothing);
    CertificateFile file(pem, {directory.path()});
    try {
      static_cast<void>(file.path());
    } catch (const std::system_error& error) {
      return error.code().value() == EFBIG && directory.files().empty();
    }
    return false;
  }));
}

TEST(CertificateFile, IsItsParentsInAChildWhichLeavesItAlone) {
  const TempDirectory directory;
  CertificateFile file(pem, {directory.path()});
  const auto path = file.path();
  EXPECT_TRUE(in_child([&] {
    const bool is_same = file.path() == path;
    file.remove();
    return is_same;
  }));
  EXPECT_THAT(directory.files(), SizeIs(1));
  EXPECT_EQ(file.path(), path);
}

TEST(CertificateFile, IsTheChildsOwnOnceTheParentsIsGone) {
  const TempDirectory directory;
  CertificateFile file(pem, {directory.path()});
  const auto path = file.path();
  EXPECT_TRUE(in_child([&] {
    ::unlink(path.c_str());
    const bool is_same = file.path() == path && directory.files().size() == 1;
    file.remove();
    return is_same && directory.files().empty();
  }));
}

TEST(CertificateFile, IsOneFileForAllThreads) {
  const TempDirectory directory;
  CertificateFile file(pem, {directory.path()});
  std::vector<std::string> paths(8);
  std::vector<std::thread> threads;
  for (auto& path : paths) threads.emplace_back([&] { path = file.path(); });
  for (auto& thread : threads) thread.join();
  EXPECT_THAT(directory.files(), SizeIs(1));
  EXPECT_EQ(std::count(paths.begin(), paths.end(), paths.front()), 8);
}

TEST(TemporaryDirectories, AreWhatTheUserChoseAndThenTheSystems) {
  const TempDirectory directory;
  EXPECT_TRUE(in_child([&] {
    ::setenv("TMPDIR", directory.path().c_str(), 1);
    return temporary_directories() == std::vector<std::string>{directory.path(), "/tmp"};
  }));
  EXPECT_TRUE(in_child([&] {
    ::setenv("TMPDIR", directory.path("missing").c_str(), 1);
    return temporary_directories() == std::vector<std::string>{"/tmp"};
  }));
  EXPECT_TRUE(in_child([] {
    ::unsetenv("TMPDIR");
    return temporary_directories() == std::vector<std::string>{"/tmp"};
  }));
}

TEST(TemporaryDirectories, AreAbsoluteWhateverTheUserWrote) {
  const TempDirectory directory;
  EXPECT_TRUE(in_child([&] {
    ::setenv("TMPDIR", ".", 1);
    return ::chdir(directory.path().c_str()) == 0 && temporary_directories().front() == directory.path();
  }));
}

}  // namespace

}  // namespace wiretape::io

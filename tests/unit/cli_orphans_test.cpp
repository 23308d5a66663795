// SPDX-License-Identifier: MIT
#include "cli/orphans.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <sstream>

#include "cli/failure.hpp"
#include "support/temp_directory.hpp"

namespace wiretape::cli {
namespace {

using testing::ElementsAre;

TEST(TestsListed, AreThoseOfGoogleTest) {
  std::vector<std::string> found;
  for (const auto& [test, cassette] :
       tests_listed("Running main() from gmock_main.cc\nWeather.\n  AsksAgain\n  DISABLED_Rains\n"
                    "Cold/Cities.  # TypeParam = int\n  AreWarned/0  # GetParam() = \"Oslo\"\n"))
    found.push_back(test + " " + cassette);
  EXPECT_THAT(found, ElementsAre("Weather.AsksAgain Weather/AsksAgain.yaml",
                                 "Weather.DISABLED_Rains Weather/DISABLED_Rains.yaml",
                                 testing::StartsWith("Cold/Cities.AreWarned/0 Cold")));
}

TEST(Orphans, AreCassettesWithoutATest) {
  const support::TempDirectory dir;
  dir.write("cassettes/TestsListed/AreThoseOfGoogleTest.yaml", "");
  dir.write("cassettes/TestsListed/WasRenamed.json", "");
  dir.write("cassettes/TestsListed/WasRenamed.json.bodies/00.json", "");
  std::ostringstream out;
  EXPECT_EQ(orphans({std::filesystem::read_symlink("/proc/self/exe").string(), dir.path("cassettes")}, out),
            1U);
  EXPECT_THAT(out.str(),
              testing::StartsWith("no test: " + dir.path("cassettes/TestsListed/WasRenamed.json") + "\n"));
  EXPECT_THAT(out.str(), testing::HasSubstr("no cassette: Orphans.AreCassettesWithoutATest\n"));
  EXPECT_THAT(out.str(), testing::Not(testing::HasSubstr("TestsListed.Are")));
}

TEST(Orphans, NeedAProgramAndADirectory) {
  std::ostringstream out;
  EXPECT_THROW(static_cast<void>(orphans({"/bin/false", "/tmp"}, out)), Failure);
  EXPECT_THROW(static_cast<void>(orphans({"/bin/true", "/tmp"}, out)), Failure);
  EXPECT_THROW(static_cast<void>(orphans({"/proc/self/exe", "/nowhere"}, out)), Failure);
}

}  // namespace
}  // namespace wiretape::cli

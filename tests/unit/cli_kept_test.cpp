// SPDX-License-Identifier: MIT
#include "cli/kept.hpp"

#include <gmock/gmock.h>

#include <wiretape/cassette.hpp>

#include "support/interactions.hpp"
#include "support/temp_directory.hpp"

namespace wiretape::cli {
namespace {

using testing::EndsWith;

class KeptCassetteTest : public testing::Test {
protected:
  void write(std::size_t interactions) const {
    Cassette cassette;
    cassette.interactions.assign(interactions, support::weather());
    write_cassette(cassette, path);
  }

  support::TempDirectory dir;
  std::string path = dir.path("a.yaml");
};

TEST_F(KeptCassetteTest, CountsWhatIsThere) {
  const KeptCassette kept(place_of(path), RecordMode::all);
  write(1);
  EXPECT_THAT(kept.settle(), EndsWith("a.yaml holds 1 interaction\n"));
  write(2);
  EXPECT_THAT(kept.settle(), EndsWith("a.yaml holds 2 interactions\n"));
}

TEST_F(KeptCassetteTest, SaysThatNothingWasRecorded) {
  const KeptCassette kept(place_of(path), RecordMode::all);
  EXPECT_EQ(kept.settle(), "nothing was recorded, so there is no " + path + "\n");
}

TEST_F(KeptCassetteTest, PutsTheOldBackWhereNothingCameInItsPlace) {
  write(3);
  const auto old = dir.read("a.yaml");
  const KeptCassette kept(place_of(path), RecordMode::all);
  write(0);
  EXPECT_EQ(kept.settle(), "nothing was recorded; " + path + " is as it was\n");
  EXPECT_EQ(dir.read("a.yaml"), old);
}

TEST_F(KeptCassetteTest, LetsTheNewReplaceTheOld) {
  write(3);
  const KeptCassette kept(place_of(path), RecordMode::all);
  write(1);
  EXPECT_THAT(kept.settle(), EndsWith("a.yaml holds 1 interaction\n"));
}

TEST_F(KeptCassetteTest, TakesWhateverIsToBeReplaced) {
  dir.write("a.yaml", "no cassette");
  const KeptCassette kept(place_of(path), RecordMode::all);
  write(0);
  EXPECT_THAT(kept.settle(), EndsWith("is as it was\n"));
  EXPECT_EQ(dir.read("a.yaml"), "no cassette");
}

}  // namespace
}  // namespace wiretape::cli

// SPDX-License-Identifier: MIT
#include "drift/pairs.hpp"

#include <gmock/gmock.h>

#include "support/drifted.hpp"

namespace wiretape::drift {
namespace {

using testing::ElementsAre;
using testing::Pair;

Pairs pairs(const std::vector<std::string>& first, const std::vector<std::string>& second) {
  const auto cassette = [](const std::vector<std::string>& paths) {
    Cassette made;
    for (const auto& path : paths)
      made.interactions.push_back(test::json_answer("https://a.test" + path, "{}"));
    return made;
  };
  return pairs_of(cassette(first), cassette(second), secrets::Redactor(secrets::default_rules()));
}

TEST(Pairs, AreWhatAsksTheSameElseWhatIsNextOfItsKind) {
  const auto found = pairs({"/a?x=1", "/a?x=2", "/a?x=3"}, {"/a?x=3", "/a?x=9", "/a?x=2"});
  EXPECT_THAT(found.both, ElementsAre(Pair(2, 0), Pair(0, 1), Pair(1, 2)));
}

TEST(Pairs, LeaveWhatIsInOneOnly) {
  const auto found = pairs({"/a", "/b", "/a"}, {"/c", "/a", "/orders/1"});
  EXPECT_THAT(found.both, ElementsAre(Pair(0, 1)));
  EXPECT_THAT(found.only_in_first, ElementsAre(1, 2));
  EXPECT_THAT(found.only_in_second, ElementsAre(0, 2));
}

TEST(Pairs, AreThoseThatAreMuchAlikeWhereNothingElseIsLeft) {
  const auto found = pairs({"/jobs/abc", "/x", "/jobs/def/log"}, {"/y", "/jobs/ghi/log", "/jobs/jkl"});
  EXPECT_THAT(found.both, ElementsAre(Pair(2, 1), Pair(0, 2)));
  EXPECT_THAT(found.only_in_first, ElementsAre(1));
  EXPECT_THAT(found.only_in_second, ElementsAre(0));
}

TEST(Pairs, TakeIdentifiersInPathsForAlike) {
  EXPECT_THAT(pairs({"/orders/17"}, {"/orders/23"}).both, ElementsAre(Pair(0, 0)));
}

}  // namespace
}  // namespace wiretape::drift

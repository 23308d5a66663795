// SPDX-License-Identifier: MIT
#include "policy/candidates.hpp"

#include <gmock/gmock.h>

#include "support/matching.hpp"
#include "support/tapes.hpp"

namespace wiretape::policy {
namespace {

using test::answered;
using test::get;
using testing::ElementsAre;
using testing::IsEmpty;

const secrets::Redactor redactor{secrets::default_rules()};

TEST(Candidates, AreThoseWithTheSameMethodAndUrlInOrder) {
  const auto tape =
      test::tape_of({answered(get("http://h/a?x=1&y=2")), answered(get("http://h/b")),
                     answered(get("http://H/a?y=2&x=1")), answered(get("https://h/a?x=1&y=2"))});
  const Candidates candidates(default_match_policy(), tape, redactor);
  EXPECT_THAT(candidates.alike(get("http://h/a?x=1&y=2")), ElementsAre(0, 2));
  EXPECT_THAT(candidates.alike(get("http://h/c")), IsEmpty());
  EXPECT_THAT(candidates.unreadable(), IsEmpty());
}

TEST(Candidates, FollowTheMatchPolicy) {
  const auto tape = test::tape_of({answered(get("http://h/a?x=1")), answered(get("https://i/a"))});
  const Candidates candidates({match::path, match::body}, tape, redactor);
  EXPECT_THAT(candidates.alike(get("http://j/a")), ElementsAre(0, 1));
}

TEST(Candidates, StayListedWhenPlayed) {
  const auto tape = test::tape_of({answered(get("http://h/a")), answered(get("http://h/a"))});
  Candidates candidates(default_match_policy(), tape, redactor);
  candidates.play(0);
  EXPECT_TRUE(candidates.is_played(0));
  EXPECT_FALSE(candidates.is_played(1));
  EXPECT_THAT(candidates.alike(get("http://h/a")), ElementsAre(0, 1));
}

TEST(Candidates, LeaveOutWhatWasPlayedInFront) {
  const auto tape =
      test::tape_of({answered(get("http://h/a")), answered(get("http://h/a")), answered(get("http://h/a"))});
  Candidates candidates(default_match_policy(), tape, redactor);
  EXPECT_THAT(candidates.unplayed(get("http://h/a")), ElementsAre(0, 1, 2));
  candidates.play(1);
  EXPECT_THAT(candidates.unplayed(get("http://h/a")), ElementsAre(0, 1, 2));
  candidates.play(0);
  EXPECT_THAT(candidates.unplayed(get("http://h/a")), ElementsAre(2));
  candidates.play(2);
  EXPECT_THAT(candidates.unplayed(get("http://h/a")), IsEmpty());
  EXPECT_THAT(candidates.unplayed(get("http://h/b")), IsEmpty());
}

TEST(Candidates, KnowTheAsteriskForm) {
  auto options = get("http://h/");
  options.method = "OPTIONS";
  options.url.target = "*";
  const auto tape = test::tape_of({answered(options)});
  const Candidates candidates(default_match_policy(), tape, redactor);
  EXPECT_THAT(candidates.alike(options), ElementsAre(0));
}

}  // namespace
}  // namespace wiretape::policy

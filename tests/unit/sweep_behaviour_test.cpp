// SPDX-License-Identifier: MIT
#include "sweep/behaviour.hpp"

#include <gmock/gmock.h>

#include "support/played.hpp"

namespace wiretape::sweep {
namespace {

using testing::ElementsAre;

TEST(Behaviour, OfACassetteIsWhatItsClientSaid) {
  Cassette cassette;
  cassette.interactions = {support::interaction("http://h/b", ""), support::interaction("http://h/a", "")};
  cassette.interactions[0].conversation.emplace();
  cassette.interactions[0].conversation->messages = {says("one"), hears("three"), hears("two"),
                                                     hears(close_message())};
  const auto behaviour = behaviour_of(cassette);
  EXPECT_THAT(behaviour.requests, ElementsAre("GET http://h/a", "GET http://h/b"));
  EXPECT_THAT(behaviour.messages, ElementsAre("three", "two"));
}

TEST(Behaviour, OfADeckIsTheSameInAnyOrder) {
  const support::TempDirectory dir;
  const std::vector<Interaction> both{support::interaction("http://h/a", "1"),
                                      support::interaction("http://h/b", "2")};
  Cassette cassette;
  cassette.interactions = both;
  Deck deck(support::playing(dir, both));
  support::get_once(deck, "http://h/b");
  support::get_once(deck, "http://h/a");
  EXPECT_EQ(behaviour_of(deck), behaviour_of(cassette));
  support::get_once(deck, "http://h/a");
  EXPECT_NE(behaviour_of(deck), behaviour_of(cassette));
}

TEST(Baseline, IsKeptForItsCassette) {
  EXPECT_EQ(find_baseline("a test's"), nullptr);
  keep_baseline("a test's", {{"GET http://h/a"}, {}});
  ASSERT_NE(find_baseline("a test's"), nullptr);
  EXPECT_THAT(find_baseline("a test's")->requests, ElementsAre("GET http://h/a"));
  EXPECT_EQ(find_baseline("another"), nullptr);
}

}  // namespace
}  // namespace wiretape::sweep

// SPDX-License-Identifier: MIT
#include "proxy/bent_source.hpp"

#include <gmock/gmock.h>

#include "support/bent.hpp"

namespace wiretape::proxy {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

using BentSourceTest = Bent;

TEST_F(BentSourceTest, GivesWhatItGetsWithoutActions) {
  EXPECT_THAT(play(with_length("ab"), {}), ElementsAre("200 Content-Length=2", "\"ab\"", "end"));
}

TEST_F(BentSourceTest, ActsOneBehindTheOther) {
  const auto text = ChangeAction{[](Response& response) { response.body.bytes = "abcdef"; }};
  EXPECT_THAT(play(with_length("ab"), {text, SliceAction{2}, FaultAction{fault::close_after(4)}}),
              ElementsAre("200 Content-Length=6", "\"ab\"", "\"cd\"", "closed"));
  EXPECT_THAT(play(with_length("ab"), {FaultAction{fault::close_after(1)}, text}),
              ElementsAre("200 Content-Length=2", "\"a\"", "closed"))
      << "what is cut off cannot be changed any more";
}

TEST_F(BentSourceTest, DrawsByTheSeed) {
  const auto first = [&](std::uint64_t seed) {
    return play(with_length("a"), {DelayAction{Latency::uniform(1ms, 1000ms)}}, {}, seed).at(0);
  };
  EXPECT_EQ(first(1), first(1));
  EXPECT_NE(first(1), first(2));
}

}  // namespace
}  // namespace wiretape::proxy

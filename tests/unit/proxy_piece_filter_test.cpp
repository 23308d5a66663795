// SPDX-License-Identifier: MIT
#include "proxy/piece_filter.hpp"

#include <gmock/gmock.h>

#include "support/bent.hpp"

namespace wiretape::proxy {
namespace {

using namespace std::chrono_literals;
using testing::Each;
using testing::ElementsAre;
using testing::Le;

using PieceFilterTest = Bent;

TEST_F(PieceFilterTest, ThrottlesABody) {
  EXPECT_THAT(
      play(with_length("abcde"), {ThrottleAction{40}}),
      ElementsAre("200 Content-Length=5", "\"ab\"", "50 ms", "\"cd\"", "50 ms", "\"e\"", "25 ms", "end"));
}

TEST_F(PieceFilterTest, ThrottlesToLessThanAByteAPiece) {
  EXPECT_THAT(play(with_length("ab"), {ThrottleAction{2}}),
              ElementsAre("200 Content-Length=2", "\"a\"", "500 ms", "\"b\"", "500 ms", "end"));
}

TEST_F(PieceFilterTest, DribblesABody) {
  EXPECT_THAT(play(with_length("abcde"), {DribbleAction{3, 100ms}}),
              ElementsAre("200 Content-Length=5", "\"ab\"", "50 ms", "\"cd\"", "50 ms", "\"e\"", "end"));
  EXPECT_THAT(play(with_length("ab"), {DribbleAction{1, 100ms}}),
              ElementsAre("200 Content-Length=2", "\"ab\"", "end"));
  EXPECT_THAT(play(with_length(""), {DribbleAction{3, 100ms}}), ElementsAre("200 Content-Length=0", "end"));
}

TEST_F(PieceFilterTest, DribblesThroughChunks) {
  EXPECT_THAT(play(in_chunks({"abc", "d"}), {DribbleAction{2, 10ms}}),
              ElementsAre("200 Transfer-Encoding=chunked", "chunk 3", "\"ab\"", "10 ms", "\"c\"", "chunk 1",
                          "\"d\"", "trailers", "end"));
}

TEST_F(PieceFilterTest, SlicesABody) {
  EXPECT_THAT(play(with_length("abcde"), {SliceAction{2}}),
              ElementsAre("200 Content-Length=5", "\"ab\"", "\"cd\"", "\"e\"", "end"));
}

TEST_F(PieceFilterTest, SlicesInSizesThatVary) {
  const auto sizes = [&](std::uint64_t seed) {
    std::vector<std::size_t> got;
    for (const auto& step : play(with_length(std::string(1000, 'x')), {SliceAction{10, 5}}, {}, seed)) {
      if (step[0] == '"') got.push_back(step.size() - 2);
    }
    got.pop_back();  // what was left
    return got;
  };
  EXPECT_THAT(sizes(1), Each(testing::AllOf(testing::Ge(5U), Le(15U))));
  EXPECT_EQ(sizes(1), sizes(1));
  EXPECT_NE(sizes(1), sizes(2));
}

// A slice is written for itself: nothing more is there at once.
TEST_F(PieceFilterTest, GivesASliceOnlyWhenTheOneBeforeIsWritten) {
  auto interaction = std::make_shared<Interaction>();
  interaction->outcome = with_length("abc");
  RecordedSource source(interaction);
  SliceFilter slices(source, timers_, {1}, 0);
  EXPECT_TRUE(slices.poll());
  EXPECT_FALSE(slices.poll());
  EXPECT_EQ(text_of(*slices.poll()), "\"a\"");
  EXPECT_FALSE(slices.poll());
}

}  // namespace
}  // namespace wiretape::proxy

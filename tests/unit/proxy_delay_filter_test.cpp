// SPDX-License-Identifier: MIT
#include "proxy/delay_filter.hpp"

#include <gmock/gmock.h>

#include "support/bent.hpp"

namespace wiretape::proxy {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

using DelayFilterTest = Bent;
using Before = DelayAction::Before;

TEST_F(DelayFilterTest, WaitsBeforeTheHead) {
  EXPECT_THAT(play(with_length("ab"), {DelayAction{200ms}}),
              ElementsAre("200 ms", "200 Content-Length=2", "\"ab\"", "end"));
}

TEST_F(DelayFilterTest, WaitsBeforeTheBody) {
  EXPECT_THAT(play(in_chunks({"ab", "c"}), {DelayAction{7ms, Before::body}}),
              ElementsAre("200 Transfer-Encoding=chunked", "7 ms", "chunk 2", "\"ab\"", "chunk 1", "\"c\"",
                          "trailers", "end"));
  EXPECT_THAT(play(with_length(""), {DelayAction{7ms, Before::body}}),
              ElementsAre("200 Content-Length=0", "end"));
}

TEST_F(DelayFilterTest, WaitsBeforeEachChunk) {
  EXPECT_THAT(play(in_chunks({"ab", "c"}), {DelayAction{7ms, Before::each_chunk}}),
              ElementsAre("200 Transfer-Encoding=chunked", "7 ms", "chunk 2", "\"ab\"", "7 ms", "chunk 1",
                          "\"c\"", "trailers", "end"));
}

TEST_F(DelayFilterTest, WaitsBeforeAFailureToo) {
  EXPECT_THAT(play(TransportError{TransportErrorKind::reset}, {DelayAction{5ms}}),
              ElementsAre("5 ms", "reset"));
}

TEST_F(DelayFilterTest, WaitsAsLongAsItTookWhenItWasRecorded) {
  EXPECT_THAT(play(with_length("a"), {DelayAction{Latency::recorded(2)}}, 30ms),
              ElementsAre("60 ms", "200 Content-Length=1", "\"a\"", "end"));
  EXPECT_THAT(play(with_length("a"), {DelayAction{Latency::recorded(2)}}),
              ElementsAre("200 Content-Length=1", "\"a\"", "end"));
}

TEST_F(DelayFilterTest, AddsUpWithOthers) {
  EXPECT_THAT(play(with_length("a"), {DelayAction{5ms}, DelayAction{7ms}, DelayAction{2ms, Before::body}}),
              ElementsAre("5 ms", "7 ms", "200 Content-Length=1", "2 ms", "\"a\"", "end"));
}

}  // namespace
}  // namespace wiretape::proxy

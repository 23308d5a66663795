// SPDX-License-Identifier: MIT
#include "proxy/fault_filter.hpp"

#include <gmock/gmock.h>

#include "http/content_coding.hpp"
#include "support/bent.hpp"

namespace wiretape::proxy {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

class FaultFilterTest : public Bent {
protected:
  std::vector<std::string> broken(Fault fault) {
    return play(with_length("abcde"), {FaultAction{std::move(fault)}});
  }
};

TEST_F(FaultFilterTest, ComesInsteadOfAnAnswer) {
  EXPECT_THAT(broken(fault::no_answer()), ElementsAre("silence", "closed"));
  EXPECT_THAT(broken(fault::empty_reply()), ElementsAre("closed"));
  EXPECT_THAT(broken(fault::reset()), ElementsAre("reset"));
  EXPECT_THAT(broken(fault::garbage("xyz")), ElementsAre("raw xyz", "closed"));
  EXPECT_THAT(broken(fault::bad_status_line()),
              ElementsAre("raw HTTP/1.1 TWO HUNDRED OK\r\nContent-Length: 0\r\n\r\n", "closed"));
}

TEST_F(FaultFilterTest, LiesAboutTheLength) {
  EXPECT_THAT(broken(fault::content_length_too_big(3)),
              ElementsAre("200 Content-Length=8", "\"abcde\"", "closed"));
  EXPECT_THAT(broken(fault::content_length_too_small(2)),
              ElementsAre("200 Content-Length=3", "\"abcde\"", "closed"));
  EXPECT_THAT(broken(fault::content_length_too_small(9)),
              ElementsAre("200 Content-Length=0", "\"abcde\"", "closed"));
  EXPECT_THAT(broken(fault::content_length_missing()), ElementsAre("200", "\"abcde\"", "closed"));
  EXPECT_THAT(broken(fault::content_length_twice()),
              ElementsAre("200 Content-Length=5 Content-Length=6", "\"abcde\"", "closed"));
}

TEST_F(FaultFilterTest, GivesAChunkedBodyALengthToLieAbout) {
  EXPECT_THAT(play(in_chunks({"ab", "c"}), {FaultAction{fault::content_length_too_big()}}),
              ElementsAre("200 Content-Length=4", "\"abc\"", "closed"));
}

TEST_F(FaultFilterTest, SpoilsFields) {
  EXPECT_THAT(broken(fault::duplicate_field("X-A")),
              ElementsAre("200 Content-Length=5 X-A=first X-A=first-and-another", "\"abcde\"", "closed"));
  EXPECT_THAT(broken(fault::oversized_field(3)),
              ElementsAre("200 Content-Length=5 X-Oversized=xxx", "\"abcde\"", "closed"));
  EXPECT_THAT(broken(fault::invalid_field()),
              ElementsAre("200 Content-Length=5 Invalid Field Name=x", "\"abcde\"", "closed"));
}

TEST_F(FaultFilterTest, CutsTheBody) {
  EXPECT_THAT(broken(fault::close_after(2)), ElementsAre("200 Content-Length=5", "\"ab\"", "closed"));
  EXPECT_THAT(broken(fault::reset_after(0)), ElementsAre("200 Content-Length=5", "reset"));
  EXPECT_THAT(broken(fault::stall_after(4)),
              ElementsAre("200 Content-Length=5", "\"abcd\"", "silence", "closed"));
  EXPECT_THAT(broken(fault::close_after(5)), ElementsAre("200 Content-Length=5", "\"abcde\"", "closed"));
  EXPECT_THAT(broken(fault::close_after(6)), ElementsAre("200 Content-Length=5", "\"abcde\"", "end"));
  EXPECT_THAT(
      play(in_chunks({"ab", "cd"}), {FaultAction{fault::close_after(3)}}),
      ElementsAre("200 Transfer-Encoding=chunked", "chunk 2", "\"ab\"", "chunk 2", "\"c\"", "closed"));
}

TEST_F(FaultFilterTest, CorruptsAByte) {
  EXPECT_THAT(broken(fault::corrupt_byte(1)), ElementsAre("200 Content-Length=5", "\"accde\"", "end"));
  EXPECT_THAT(broken(fault::corrupt_byte(5)), ElementsAre("200 Content-Length=5", "\"abcde\"", "end"));
}

TEST_F(FaultFilterTest, BreaksChunks) {
  EXPECT_THAT(broken(fault::malformed_chunk()),
              ElementsAre("200 Transfer-Encoding=chunked", "raw zz\r\n", "closed"));
  EXPECT_THAT(broken(fault::missing_last_chunk()),
              ElementsAre("200 Transfer-Encoding=chunked", "chunk 5", "\"abcde\"", "closed"));
  EXPECT_THAT(play(in_chunks({"a", "b"}), {FaultAction{fault::missing_last_chunk()}}),
              ElementsAre("200 Transfer-Encoding=chunked", "chunk 1", "\"a\"", "chunk 1", "\"b\"", "closed"));
}

TEST_F(FaultFilterTest, SaysACodingThatIsNone) {
  EXPECT_THAT(broken(fault::wrong_coding()),
              ElementsAre("200 Content-Length=5 Content-Encoding=gzip", "\"abcde\"", "end"));
  auto coded = with_length(*http::encode_content("text", "gzip"));
  coded.headers.add("Content-Encoding", "gzip");
  EXPECT_THAT(play(coded, {FaultAction{fault::wrong_coding()}}),
              ElementsAre("200 Content-Length=4 Content-Encoding=gzip", "\"text\"", "end"));
}

TEST_F(FaultFilterTest, ClosesSlowly) {
  EXPECT_THAT(broken(fault::slow_close(300ms)), ElementsAre("200", "\"abcde\"", "300 ms", "end"));
}

TEST_F(FaultFilterTest, TakesTheTurnThatItWasGiven) {
  EXPECT_THAT(play(with_length("abcde"), {DelayAction{200ms}, FaultAction{fault::close_after(2)}}),
              ElementsAre("200 ms", "200 Content-Length=5", "\"ab\"", "closed"));
  EXPECT_THAT(play(with_length("abcde"), {FaultAction{fault::reset()}, DelayAction{200ms}}),
              ElementsAre("200 ms", "reset"));
}

}  // namespace
}  // namespace wiretape::proxy

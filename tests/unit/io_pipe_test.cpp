// SPDX-License-Identifier: MIT
#include "io/pipe.hpp"

#include <gmock/gmock.h>

#include <asio/error.hpp>
#include <string>

#include "support/coroutines.hpp"

namespace wiretape::io {
namespace {

// All bytes up to the end of the peer's side, and how it ended.
struct Received {
  std::string bytes;
  std::error_code error;
  std::size_t reads = 0;
};

Task<Received> receive(Stream& stream) {
  Received all;
  while (true) {
    const auto got = co_await stream.read_some(scratch());
    all.error = got.error;
    if (got.error || got.is_end()) co_return all;
    ++all.reads;
    all.bytes.append(scratch().data(), got.count);
  }
}

Task<std::error_code> send(Stream& stream, std::string bytes) {
  const auto error = co_await stream.write(bytes);
  if (error) co_return error;
  co_return co_await stream.shutdown_send();
}

class PipeTest : public testing::Test {
protected:
  void make(PipeOptions options) {
    auto pipe = make_pipe(context_.get_executor(), options);
    first_ = std::move(pipe.first);
    second_ = std::move(pipe.second);
  }

  asio::io_context context_;
  std::unique_ptr<Stream> first_, second_;
};

TEST_F(PipeTest, CarriesBytesBothWaysAtOnce) {
  make({});
  const Started<std::error_code> there(context_, send(*first_, "there"));
  const Started<std::error_code> back(context_, send(*second_, "back"));
  EXPECT_EQ(run(context_, receive(*second_)).bytes, "there");
  EXPECT_EQ(run(context_, receive(*first_)).bytes, "back");
  EXPECT_FALSE(there.value());
  EXPECT_FALSE(back.value());
}

TEST_F(PipeTest, GivesAtMostTheCutAtARead) {
  for (const std::size_t cut : {1, 2, 3, 7}) {
    make({.cut = cut});
    const Started<std::error_code> sent(context_, send(*first_, "twenty-one bytes long"));
    const auto all = run(context_, receive(*second_));
    EXPECT_EQ(all.bytes, "twenty-one bytes long");
    EXPECT_EQ(all.reads, (21 + cut - 1) / cut);
  }
}

TEST_F(PipeTest, HoldsAWriterBackAtItsCapacity) {
  make({.capacity = 4});
  const Started<std::error_code> sent(context_, send(*first_, "0123456789"));
  settle(context_);
  EXPECT_FALSE(sent.has_ended());
  EXPECT_EQ(run(context_, receive(*second_)).bytes, "0123456789");
  EXPECT_FALSE(sent.value());
}

TEST_F(PipeTest, HalfCloseLeavesTheOtherWayOpen) {
  make({});
  EXPECT_FALSE(run(context_, first_->shutdown_send()));
  EXPECT_TRUE(run(context_, second_->read_some(scratch())).is_end());
  EXPECT_FALSE(run(context_, second_->write("still")));
  EXPECT_EQ(run(context_, first_->read_some(scratch())).count, 5u);
  EXPECT_EQ(run(context_, first_->write("no more")), asio::error::broken_pipe);
}

TEST_F(PipeTest, CloseEndsOurOwnOperationsAndIsAnEndToThePeer) {
  make({.capacity = 1});
  const Started<Transfer> read(context_, first_->read_some(scratch()));
  const Started<std::error_code> written(context_, first_->write("more than one"));
  settle(context_);
  first_->close();
  settle(context_);
  EXPECT_EQ(read.value().error, asio::error::operation_aborted);
  EXPECT_EQ(written.value(), asio::error::operation_aborted);
  const auto all = run(context_, receive(*second_));
  EXPECT_EQ(all.bytes, "m");
  EXPECT_FALSE(all.error);
  EXPECT_EQ(run(context_, second_->write("x")), asio::error::broken_pipe);
}

TEST_F(PipeTest, CloseWithUnreadBytesIsAReset) {
  make({});
  EXPECT_FALSE(run(context_, second_->write("unread")));
  first_->close();
  EXPECT_EQ(run(context_, second_->read_some(scratch())).error, asio::error::connection_reset);
}

TEST_F(PipeTest, ResetEndsBothOperationsOfThePeer) {
  make({.capacity = 1});
  const Started<Transfer> read(context_, second_->read_some(scratch()));
  const Started<std::error_code> written(context_, second_->write("more than one"));
  settle(context_);
  first_->reset();
  settle(context_);
  EXPECT_EQ(read.value().error, asio::error::connection_reset);
  EXPECT_EQ(written.value(), asio::error::connection_reset);
}

TEST_F(PipeTest, DestroyingAnEndClosesIt) {
  make({});
  first_.reset();
  EXPECT_TRUE(run(context_, second_->read_some(scratch())).is_end());
}

TEST_F(PipeTest, FailsTheNthOperationAndAllAfterIt) {
  make({.fails_at = 3});
  EXPECT_FALSE(run(context_, first_->write("one")));
  EXPECT_FALSE(run(context_, first_->write("two")));
  EXPECT_EQ(run(context_, first_->write("three")), asio::error::connection_reset);
  EXPECT_EQ(run(context_, first_->read_some(scratch())).error, asio::error::connection_reset);
  const auto all = run(context_, receive(*second_));
  EXPECT_EQ(all.bytes, "onetwo");
  EXPECT_EQ(all.error, asio::error::connection_reset);
}

Task<int> read_bytes(Stream& stream, int count, const bool& is_over) {
  int read = 0;
  for (; read < count && !is_over; ++read) {
    const auto got = co_await stream.read_some(scratch());
    if (got.error) break;
  }
  co_return read;
}

Task<int> finish(Stream& stream, bool& is_over) {
  co_await stream.read_some(scratch());
  is_over = true;
  co_return 0;
}

TEST_F(PipeTest, AReaderThatAlwaysHasBytesDoesNotStarveOthers) {
  make({.cut = 1});
  EXPECT_FALSE(run(context_, first_->write(std::string(10'000, 'x'))));
  auto other = make_pipe(context_.get_executor(), PipeOptions{});
  bool is_over = false;
  const Started<int> greedy(context_, read_bytes(*second_, 10'000, is_over));
  const Started<int> modest(context_, finish(*other.second, is_over));
  const Started<std::error_code> sent(context_, other.first->write("x"));
  settle(context_);
  EXPECT_LT(greedy.value(), 200);
}

}  // namespace
}  // namespace wiretape::io

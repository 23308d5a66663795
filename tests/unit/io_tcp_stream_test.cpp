// SPDX-License-Identifier: MIT
#include "io/tcp_stream.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>

#include <string>

#include "io/scope.hpp"
#include "support/coroutines.hpp"
#include "support/sockets.hpp"

namespace wiretape::io {
namespace {

class TcpStreamTest : public testing::Test {
protected:
  TcpStreamTest() {
    auto sockets = make_connected_sockets(context_);
    first_ = make_tcp_stream(std::move(sockets.first));
    second_ = make_tcp_stream(std::move(sockets.second));
  }

  asio::io_context context_;
  std::unique_ptr<Stream> first_, second_;
};

Task<std::string> receive_all(Stream& stream, std::error_code& error) {
  std::string all;
  while (true) {
    const auto got = co_await stream.read_some(scratch());
    error = got.error;
    if (got.error || got.is_end()) co_return all;
    all.append(scratch().data(), got.count);
  }
}

Task<std::error_code> send(Stream& stream, std::string bytes) {
  const auto error = co_await stream.write(bytes);
  if (error) co_return error;
  co_return co_await stream.shutdown_send();
}

TEST_F(TcpStreamTest, CarriesMoreThanTheKernelBuffersBothWaysAtOnce) {
  const std::string big(16 << 20, 'x');
  std::error_code error_there, error_back;
  const Started<std::error_code> there(context_, send(*first_, big));
  const Started<std::error_code> back(context_, send(*second_, big));
  const Started<std::string> got_back(context_, receive_all(*first_, error_back));
  EXPECT_EQ(run_until_ended(context_, receive_all(*second_, error_there)), big);
  context_.run_for(std::chrono::seconds(10));
  EXPECT_EQ(got_back.value(), big);
  EXPECT_FALSE(error_there || error_back || there.value() || back.value());
}

TEST_F(TcpStreamTest, SeesAResetAsAReset) {
  second_->reset();
  EXPECT_EQ(run_until_ended(context_, first_->read_some(scratch())).error, asio::error::connection_reset);
}

TEST_F(TcpStreamTest, SeesACloseAsAnEnd) {
  second_->close();
  EXPECT_TRUE(run_until_ended(context_, first_->read_some(scratch())).is_end());
}

Task<std::error_code> write_until_it_fails(Stream& stream) {
  std::error_code error;
  while (!error) error = co_await stream.write("again");
  co_return error;
}

TEST_F(TcpStreamTest, WritingToAPeerThatIsGoneIsAnErrorAndNoSignal) {
  second_->close();
  const auto error = run_until_ended(context_, write_until_it_fails(*first_));
  EXPECT_TRUE(error == asio::error::broken_pipe || error == asio::error::connection_reset) << error.message();
}

TEST_F(TcpStreamTest, CloseEndsBothOperations) {
  const Started<Transfer> read(context_, first_->read_some(scratch()));
  const Started<std::error_code> written(context_, send(*first_, std::string(64 << 20, 'x')));
  settle(context_);
  ASSERT_FALSE(read.has_ended());
  ASSERT_FALSE(written.has_ended());
  first_->close();
  settle(context_);
  EXPECT_EQ(read.value().error, asio::error::operation_aborted);
  EXPECT_EQ(written.value(), asio::error::operation_aborted);
  EXPECT_EQ(run(context_, first_->read_some(scratch())).error, asio::error::operation_aborted);
  EXPECT_EQ(run(context_, first_->write("x")), asio::error::operation_aborted);
  EXPECT_TRUE(run(context_, first_->shutdown_send()));
}

Task<void> read_into(Stream& stream, std::error_code& error) {
  const auto got = co_await stream.read_some(scratch());
  error = got.error;
}

TEST_F(TcpStreamTest, CancellingTheScopeEndsARead) {
  std::error_code error;
  Scope scope(context_.get_executor(), [](const std::string&, const std::exception_ptr&) {});
  scope.spawn("reader", read_into(*first_, error));
  settle(context_);
  scope.cancel();
  settle(context_);
  EXPECT_EQ(error, asio::error::operation_aborted);
}

Task<std::string> read_text(Stream& stream) {
  const auto got = co_await stream.read_some(scratch());
  co_return std::string(scratch().data(), got.count);
}

TEST_F(TcpStreamTest, ManyWaitOnOneSharedBuffer) {
  const Started<std::string> first(context_, read_text(*first_));
  const Started<std::string> second(context_, read_text(*second_));
  settle(context_);
  const Started<std::error_code> sent(context_, first_->write("to the second"));
  const Started<std::error_code> sent_back(context_, second_->write("to the first"));
  context_.restart();
  context_.run_for(std::chrono::seconds(10));
  EXPECT_EQ(first.value(), "to the first");
  EXPECT_EQ(second.value(), "to the second");
}

Task<int> read_while(Stream& stream, const bool& goes_on) {
  int reads = 0;
  std::array<char, 1> byte{};
  for (; goes_on; ++reads) {
    const auto got = co_await stream.read_some(byte);
    if (got.error || got.is_end()) break;
  }
  co_return reads;
}

Task<int> stop_after_a_read(Stream& stream, bool& goes_on) {
  co_await stream.read_some(scratch());
  goes_on = false;
  co_return 0;
}

TEST_F(TcpStreamTest, AReaderThatAlwaysHasBytesDoesNotStarveOthers) {
  auto sockets = make_connected_sockets(context_);
  const auto modest = make_tcp_stream(std::move(sockets.first));
  const auto peer = make_tcp_stream(std::move(sockets.second));
  EXPECT_FALSE(run_until_ended(context_, second_->write(std::string(50'000, 'x'))));
  bool goes_on = true;
  const Started<int> greedy(context_, read_while(*first_, goes_on));
  const Started<int> other(context_, stop_after_a_read(*modest, goes_on));
  EXPECT_FALSE(run_until_ended(context_, peer->write("x")));
  context_.restart();
  context_.run_for(std::chrono::seconds(10));
  EXPECT_LT(greedy.value(), 10'000);
}

TEST(TcpSocket, IsClosedOnExecFromTheFirstMomentOn) {
  asio::io_context context;
  asio::ip::tcp::socket socket(context);
  ASSERT_FALSE(open_socket(socket, asio::ip::tcp::v4()));
  EXPECT_TRUE(::fcntl(socket.native_handle(), F_GETFD) & FD_CLOEXEC);
}

}  // namespace
}  // namespace wiretape::io

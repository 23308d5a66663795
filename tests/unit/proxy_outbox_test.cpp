// SPDX-License-Identifier: MIT
#include "proxy/outbox.hpp"

#include <gtest/gtest.h>
#include <asio/io_context.hpp>

#include "io/pipe.hpp"
#include "io/scope.hpp"

namespace wiretape::proxy {
namespace {

struct OutboxTest : testing::Test {
  OutboxTest()
      : scope(context.get_executor(), [](const std::string&, std::exception_ptr) { ADD_FAILURE(); }) {
    std::tie(near, far) = io::make_pipe(context.get_executor(), {.capacity = 1000, .cut = 0, .fails_at = {}});
    outbox.emplace(context.get_executor(), *near);
  }
  ~OutboxTest() override {
    scope.cancel();
    settle();
  }
  void start() { scope.spawn("outbox", outbox->run()); }
  void settle() {
    context.restart();
    context.poll();
  }
  io::Task<void> read_all() {
    std::array<char, 64> buffer{};
    while (true) {
      const io::Transfer got = co_await far->read_some(buffer);
      if (got.count == 0) break;
      received.append(buffer.data(), got.count);
    }
    has_ended = true;
  }
  io::Task<void> wait_for_room() {
    co_await outbox->room();
    has_room = true;
  }
  io::Task<void> wait_till_empty() {
    co_await outbox->empty();
    is_empty = true;
  }

  asio::io_context context;
  io::Scope scope;
  std::unique_ptr<io::Stream> near, far;
  std::optional<Outbox> outbox;
  std::string received;
  bool has_ended = false, has_room = false, is_empty = false;
};

TEST_F(OutboxTest, WritesInOrderAndEnds) {
  outbox->put("one ");
  start();
  outbox->put("two ");
  settle();
  scope.spawn("reader", read_all());
  settle();
  EXPECT_EQ(received, "one two ");
  EXPECT_FALSE(has_ended);
  outbox->put("three");
  outbox->end();
  outbox->put("lost");
  settle();
  EXPECT_EQ(received, "one two three");
  EXPECT_TRUE(has_ended);
}

TEST_F(OutboxTest, HoldsASenderBackWhereTheReaderIsSlow) {
  start();
  outbox->put(std::string(2000, 'a'));
  settle();
  outbox->put(std::string(300 * 1024, 'b'));
  scope.spawn("room", wait_for_room());
  scope.spawn("empty", wait_till_empty());
  settle();
  EXPECT_FALSE(has_room);
  scope.spawn("reader", read_all());
  settle();
  EXPECT_TRUE(has_room);
  EXPECT_TRUE(is_empty);
  EXPECT_EQ(received.size(), 2000 + 300 * 1024);
}

TEST_F(OutboxTest, LetsGoOfAllWhereNothingIsTaken) {
  start();
  outbox->put(std::string(2000, 'a'));
  settle();
  outbox->put(std::string(300 * 1024, 'b'));
  scope.spawn("room", wait_for_room());
  scope.spawn("empty", wait_till_empty());
  far->reset();
  settle();
  EXPECT_TRUE(has_room);
  EXPECT_TRUE(is_empty);
  EXPECT_TRUE(outbox->has_failed());
}

TEST_F(OutboxTest, GivesUpWithoutAWord) {
  outbox->put("never");
  outbox->give_up();
  start();
  scope.spawn("reader", read_all());
  settle();
  EXPECT_EQ(received, "");
  EXPECT_FALSE(has_ended);
  near->close();
  settle();
}

}  // namespace
}  // namespace wiretape::proxy

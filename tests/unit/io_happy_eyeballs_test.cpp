// SPDX-License-Identifier: MIT
#include "io/happy_eyeballs.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>

#include <list>
#include <optional>

#include "io/error.hpp"
#include "io/scope.hpp"
#include "support/black_hole.hpp"
#include "support/coroutines.hpp"
#include "support/manual_timers.hpp"
#include "support/sockets.hpp"

namespace wiretape::io {
namespace {

using asio::ip::make_address;
using asio::ip::tcp;
using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> texts_of(const std::vector<asio::ip::address>& addresses) {
  std::vector<std::string> texts;
  for (const auto& address : addresses) texts.push_back(address.to_string());
  return texts;
}

std::vector<std::string> in_turns(std::initializer_list<const char*> texts) {
  std::vector<asio::ip::address> addresses;
  for (const auto* text : texts) addresses.push_back(make_address(text));
  return texts_of(interleaved(addresses));
}

TEST(Interleaved, TakesTheFamiliesInTurnsAndTheFirstsFirst) {
  EXPECT_THAT(in_turns({"::1", "::2", "::3", "1.1.1.1", "2.2.2.2"}),
              ElementsAre("::1", "1.1.1.1", "::2", "2.2.2.2", "::3"));
  EXPECT_THAT(in_turns({"1.1.1.1", "2.2.2.2", "::1"}), ElementsAre("1.1.1.1", "::1", "2.2.2.2"));
  EXPECT_THAT(in_turns({"1.1.1.1", "2.2.2.2"}), ElementsAre("1.1.1.1", "2.2.2.2"));
  EXPECT_THAT(in_turns({}), IsEmpty());
}

class HappyEyeballs : public testing::Test {
protected:
  // A listener at 127.0.0.`last`, on the port of the first one.
  tcp::endpoint listen(int last) {
    tcp::endpoint at(make_address("127.0.0." + std::to_string(last)), port_);
    listeners_.emplace_back(context_, at);
    port_ = listeners_.back().local_endpoint().port();
    return listeners_.back().local_endpoint();
  }
  // Nobody listens there, and nobody will: it is bound.
  tcp::endpoint refuse(int last) {
    const auto at = tcp::endpoint(make_address("127.0.0." + std::to_string(last)), 0);
    bound_.emplace_back(context_, at);
    return bound_.back().local_endpoint();
  }

  Started<Raced> race(std::vector<tcp::endpoint> endpoints, milliseconds limit = milliseconds(10'000)) {
    return {context_, connect_to_any(context_.get_executor(), timers_, std::move(endpoints), limit)};
  }
  // Runs until the race has ended, without moving the timers.
  Raced& finished(const Started<Raced>& race) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    context_.restart();
    while (!race.has_ended() && context_.run_one_until(end) > 0) {
    }
    return race.value();
  }

  asio::io_context context_;
  ManualTimers timers_{context_};
  std::list<tcp::acceptor> listeners_;
  std::list<tcp::socket> bound_;
  std::uint16_t port_ = 0;
};

TEST_F(HappyEyeballs, TakesTheFirstAddressWhereItAnswers) {
  const auto good = listen(1), other = listen(2);
  const auto raced = race({good, other});
  auto& result = finished(raced);
  ASSERT_TRUE(result.socket);
  EXPECT_EQ(result.peer, good);
  EXPECT_EQ(result.socket->remote_endpoint(), good);
  EXPECT_EQ(result.attempts.size(), 1U);
  EXPECT_EQ(timers_.pending(), 0U);
  EXPECT_TRUE(::fcntl(result.socket->native_handle(), F_GETFD) & FD_CLOEXEC);
}

TEST_F(HappyEyeballs, GoesOnAtOnceWhereAnAddressRefuses) {
  const auto bad = refuse(1), good = listen(2);
  const auto raced = race({bad, good});
  auto& result = finished(raced);
  ASSERT_TRUE(result.socket);
  EXPECT_EQ(result.peer, good);
  EXPECT_EQ(result.attempts.front().error, asio::error::connection_refused);
}

TEST_F(HappyEyeballs, TriesTheNextBesideOneThatIsSilentFor250Ms) {
  const BlackHole hole("127.0.0.1");
  const auto good = listen(2);
  const auto raced = race({hole.endpoint(), good});
  timers_.advance(milliseconds(249));
  ASSERT_FALSE(raced.has_ended());
  tcp::socket none(context_);
  listeners_.back().non_blocking(true);
  std::error_code error;
  listeners_.back().accept(none, error);
  EXPECT_EQ(error, asio::error::would_block);  // not tried yet
  timers_.advance(milliseconds(1));
  auto& result = finished(raced);
  ASSERT_TRUE(result.socket);
  EXPECT_EQ(result.peer, good);
  EXPECT_FALSE(result.attempts.front().error);
}

TEST_F(HappyEyeballs, TheSlowOneMayStillWin) {
  BlackHole slow("127.0.0.1");
  const BlackHole silent("127.0.0.2");
  const auto raced = race({slow.endpoint(), silent.endpoint()});
  timers_.advance(milliseconds(250));
  ASSERT_FALSE(raced.has_ended());
  slow.open();
  auto& result = finished(raced);
  ASSERT_TRUE(result.socket);
  EXPECT_EQ(result.peer, slow.endpoint());
  EXPECT_EQ(result.attempts.size(), 2U);
}

TEST_F(HappyEyeballs, AFailureBesideASilentOneStartsTheNext) {
  const BlackHole hole("127.0.0.1");
  const auto bad = refuse(2), good = listen(3);
  const auto raced = race({hole.endpoint(), bad, good});
  timers_.advance(milliseconds(250));
  EXPECT_EQ(finished(raced).peer, good);
}

TEST_F(HappyEyeballs, EndsWithTheLastFailure) {
  const auto first = refuse(1), second = refuse(2);
  const auto raced = race({first, second});
  auto& result = finished(raced);
  EXPECT_FALSE(result.socket);
  ASSERT_EQ(result.attempts.size(), 2U);
  EXPECT_EQ(result.attempts[0].to, first);
  EXPECT_EQ(result.attempts[0].error, asio::error::connection_refused);
  EXPECT_EQ(result.attempts[1].to, second);
  EXPECT_EQ(result.attempts[1].error, asio::error::connection_refused);
  EXPECT_EQ(timers_.pending(), 0U);
}

TEST_F(HappyEyeballs, SaysWhereThereIsNoRoute) {
  // A multicast address: TCP to it fails in the kernel, whatever networks there are.
  const auto raced = race({tcp::endpoint(make_address("224.0.0.1"), 80)});
  auto& result = finished(raced);
  EXPECT_FALSE(result.socket);
  EXPECT_EQ(transport_error_kind_of(result.attempts.front().error), TransportErrorKind::unreachable);
}

TEST_F(HappyEyeballs, EndsWhenTheLimitPasses) {
  const BlackHole first("127.0.0.1"), second("127.0.0.2");
  const auto raced = race({first.endpoint(), second.endpoint()}, milliseconds(1000));
  timers_.advance(milliseconds(999));
  ASSERT_FALSE(raced.has_ended());
  timers_.advance(milliseconds(1));
  timers_.settle();
  const auto& result = raced.value();
  EXPECT_FALSE(result.socket);
  EXPECT_EQ(result.attempts.size(), 2U);
  EXPECT_FALSE(result.attempts[0].error);
  EXPECT_FALSE(result.attempts[1].error);
  EXPECT_EQ(timers_.pending(), 0U);
}

TEST_F(HappyEyeballs, HasAnAnswerWithoutAnyAddress) {
  const auto raced = race({});
  settle(context_);
  EXPECT_FALSE(raced.value().socket);
}

TEST_F(HappyEyeballs, AKernelsChoiceOfTheSamePortIsNoConnection) {
  // The port that is asked for is the one that the socket is bound to: TCP connects it to itself.
  tcp::socket probe(context_, tcp::endpoint(make_address("127.0.0.1"), 0));
  const auto itself = probe.local_endpoint();
  probe.connect(itself);
  EXPECT_EQ(probe.remote_endpoint(), itself);  // that is the trap
  EXPECT_TRUE(is_self_connected(probe));
  auto sockets = make_connected_sockets(context_);
  EXPECT_FALSE(is_self_connected(sockets.first));
}

Task<void> race_into(Executor executor, Timers& timers, tcp::endpoint to, std::optional<Raced>& result) {
  std::vector<tcp::endpoint> endpoints{to};
  result = co_await connect_to_any(std::move(executor), timers, std::move(endpoints), std::chrono::hours(1));
}

TEST_F(HappyEyeballs, CancellingTheScopeEndsTheRace) {
  const BlackHole hole("127.0.0.1");
  std::optional<Raced> result;
  Scope scope(context_.get_executor(), [](const std::string&, const std::exception_ptr&) {});
  scope.spawn("race", race_into(context_.get_executor(), timers_, hole.endpoint(), result));
  settle(context_);
  ASSERT_FALSE(result);
  scope.cancel();
  settle(context_);
  ASSERT_TRUE(result);
  EXPECT_FALSE(result->socket);
  EXPECT_EQ(timers_.pending(), 0U);
  EXPECT_EQ(scope.size(), 0U);
}

}  // namespace
}  // namespace wiretape::io

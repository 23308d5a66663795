// SPDX-License-Identifier: MIT
#include "io/resolver.hpp"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "io/scope.hpp"
#include "support/coroutines.hpp"
#include "support/gate.hpp"
#include "support/manual_timers.hpp"
#include "support/usage.hpp"

namespace wiretape::io {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

std::vector<std::string> texts_of(const Resolved& resolved) {
  std::vector<std::string> texts;
  for (const auto& address : resolved.addresses) texts.push_back(address.to_string());
  return texts;
}

TEST(ResolveWithoutAsking, KnowsAddresses) {
  EXPECT_THAT(texts_of(*resolve_without_asking("10.0.0.7")), ElementsAre("10.0.0.7"));
  EXPECT_THAT(texts_of(*resolve_without_asking("::1")), ElementsAre("::1"));
  EXPECT_THAT(texts_of(*resolve_without_asking("2001:db8::7")), ElementsAre("2001:db8::7"));
}

TEST(ResolveWithoutAsking, KnowsTheZoneOfAnAddress) {
  for (const auto* host : {"fe80::1%lo", "fe80::1%25lo"}) {
    const auto found = resolve_without_asking(host);
    ASSERT_TRUE(found && found->addresses.size() == 1) << host;
    EXPECT_NE(found->addresses[0].to_v6().scope_id(), 0U) << host;
  }
  EXPECT_EQ(resolve_without_asking("::1%7")->addresses[0].to_v6().scope_id(), 7U);
  EXPECT_EQ(resolve_without_asking("fe80::1%25")->addresses[0].to_v6().scope_id(), 25U);
  EXPECT_EQ(resolve_without_asking("fe80::1%25nosuch0")->error, "there is no network interface \"nosuch0\"");
}

TEST(ResolveWithoutAsking, KnowsLoopbackByItsNames) {
  for (const auto* host : {"localhost", "LocalHost", "localhost.", "api.localhost", "a.b.localhost."}) {
    const auto found = resolve_without_asking(host);
    ASSERT_TRUE(found) << host;
    EXPECT_THAT(texts_of(*found), ElementsAre("127.0.0.1", "::1")) << host;
  }
}

TEST(ResolveWithoutAsking, LeavesOtherNames) {
  for (const auto* host :
       {"api.weather.test", "localhost.test", "notlocalhost", "10.0.0", "127.1", "::1::", ""}) {
    EXPECT_FALSE(resolve_without_asking(host)) << host;
  }
}

// Neither needs DNS: an address in an old notation, and a name that no question can hold.
TEST(AskSystem, GivesTheAddresses) { EXPECT_THAT(texts_of(ask_system("127.1")), ElementsAre("127.0.0.1")); }

TEST(AskSystem, GivesTheReasonInWords) {
  const auto found = ask_system(std::string(70, 'x') + "..invalid");
  EXPECT_THAT(found.addresses, IsEmpty());
  EXPECT_THAT(found.error, Not(IsEmpty()));
}

using Found = std::optional<Resolved>;

// One deck's side: its context, and what it waits for.
struct Side {
  Started<Found> resolve(Resolver& resolver, std::string host, milliseconds limit = milliseconds(10'000)) {
    return {context, resolver.resolve(std::move(host), context.get_executor(), timers, limit)};
  }
  Found& finished(const Started<Found>& started) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    context.restart();
    while (!started.has_ended() && context.run_one_until(end) > 0) {
    }
    return started.value();
  }

  asio::io_context context;
  ManualTimers timers{context};
};

Resolved no_such_name(const std::string&) { return Resolved{{}, "Name or service not known"}; }

TEST(Resolver, GivesWhatTheLookUpFinds) {
  Gate gate;
  gate.open();
  Resolver resolver(gate.look_up());
  Side side;
  const auto started = side.resolve(resolver, "api.weather.test");
  EXPECT_THAT(texts_of(*side.finished(started)), ElementsAre("10.0.0.7"));
  EXPECT_THAT(gate.asked(), ElementsAre("api.weather.test"));
  EXPECT_EQ(side.timers.pending(), 0U);
}

TEST(Resolver, GivesTheReasonWhereThereIsNothing) {
  Resolver resolver(&no_such_name);
  Side side;
  const auto started = side.resolve(resolver, "api.weather.test");
  EXPECT_EQ(side.finished(started)->error, "Name or service not known");
}

TEST(Resolver, AsksNobodyForAddressesAndLoopback) {
  Gate gate;
  Resolver resolver(gate.look_up());
  Side side;
  for (const auto* host : {"127.0.0.1", "::1", "localhost"}) {
    const auto started = side.resolve(resolver, host);
    settle(side.context);
    EXPECT_TRUE(started.has_ended()) << host;
  }
  EXPECT_THAT(gate.asked(), IsEmpty());
}

TEST(Resolver, GivesNothingWhenTheLimitPasses) {
  Gate gate;
  Resolver resolver(gate.look_up());
  {
    Side side;
    const auto started = side.resolve(resolver, "slow.test", milliseconds(1000));
    settle(side.context);
    gate.wait_until_entered(1);
    side.timers.advance(milliseconds(999));
    ASSERT_FALSE(started.has_ended());
    side.timers.advance(milliseconds(1));
    side.timers.settle();
    EXPECT_FALSE(started.value());
    EXPECT_EQ(side.timers.pending(), 0U);
  }
  gate.open();  // the answer comes when its asker is long gone
}

Task<void> resolve_into(Resolver& resolver, Side& side, std::string host, Found& found) {
  found = co_await resolver.resolve(std::move(host), side.context.get_executor(), side.timers,
                                    std::chrono::hours(1));
}

TEST(Resolver, CancellingTheScopeEndsItAtOnceAndTheAnswerFindsNobody) {
  Gate gate;
  Resolver resolver(gate.look_up());
  {
    Side side;
    Found found;
    Scope scope(side.context.get_executor(), [](const std::string&, const std::exception_ptr&) {});
    scope.spawn("resolve", resolve_into(resolver, side, "slow.test", found));
    settle(side.context);
    gate.wait_until_entered(1);
    scope.cancel();
    settle(side.context);
    EXPECT_EQ(scope.size(), 0U);
    EXPECT_FALSE(found);
  }
  gate.open();
}

// A loop that ends with a coroutine in it that never did.
struct BrokenOff {
  BrokenOff(Resolver& resolver, std::string host)
      : started(context,
                resolver.resolve(std::move(host), context.get_executor(), *timers, std::chrono::hours(1))) {}

  asio::io_context context;
  std::unique_ptr<Timers> timers = make_asio_timers(context.get_executor());
  Started<Found> started;
};

TEST(Resolver, ALoopMayGoWhileTheLookUpHangs) {
  Gate gate;
  Resolver resolver(gate.look_up());
  {
    BrokenOff loop(resolver, "slow.test");
    settle(loop.context);
    gate.wait_until_entered(1);
  }
  gate.open();
}

TEST(Resolver, ALoopMayGoInAnyMomentOfTheAnswer) {
  Gate gate;
  gate.open();
  Resolver resolver(gate.look_up());
  for (int i = 0; i < 300; ++i) {
    BrokenOff loop(resolver, "quick.test");
    for (int step = 0; step < i % 6; ++step) loop.context.poll_one();
  }
}

TEST(Resolver, AsksForSeveralAtOnceAndNotForMoreThanItMay) {
  Gate gate;
  Resolver resolver(gate.look_up(), 2);
  Side side;
  std::vector<Started<Found>> all;
  for (int i = 0; i < 8; ++i) all.push_back(side.resolve(resolver, std::to_string(i) + ".test"));
  settle(side.context);
  gate.wait_until_entered(2);
  gate.open();
  for (const auto& started : all) EXPECT_THAT(texts_of(*side.finished(started)), ElementsAre("10.0.0.7"));
  EXPECT_EQ(gate.most_at_once(), 2U);
}

TEST(Resolver, AsksForNothingThatNobodyWaitsForAnyMore) {
  Gate gate;
  Resolver resolver(gate.look_up(), 1);
  Side side;
  const auto first = side.resolve(resolver, "first.test");
  const auto second = side.resolve(resolver, "second.test", milliseconds(1000));
  settle(side.context);
  gate.wait_until_entered(1);
  side.timers.advance(milliseconds(1000));
  ASSERT_TRUE(second.has_ended());
  const auto third = side.resolve(resolver, "third.test");
  settle(side.context);
  gate.open();
  EXPECT_TRUE(side.finished(third));
  EXPECT_THAT(gate.asked(), ElementsAre("first.test", "third.test"));
}

TEST(Resolver, LeavesNoThreadBehind) {
  Gate gate;
  Resolver resolver(gate.look_up());
  Side side;
  const auto before = support::count_threads();
  const auto first = side.resolve(resolver, "first.test");
  const auto second = side.resolve(resolver, "second.test");
  settle(side.context);
  gate.wait_until_entered(2);
  EXPECT_EQ(support::count_threads(), before + 2);
  gate.open();
  side.finished(first);
  side.finished(second);
  support::expect_threads(before);
}

TEST(Resolver, ServesManyLoopsAtOnce) {
  Gate gate;
  gate.open();
  Resolver resolver(gate.look_up(), 3);
  std::vector<std::thread> threads;
  std::atomic<int> answers = 0;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      Side side;
      for (int j = 0; j < 20; ++j) {
        const auto started = side.resolve(resolver, "many.test");
        answers += side.finished(started)->addresses.size() == 1;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(answers, 160);
}

TEST(Resolver, IsOneForAllDecksOfTheProcess) {
  Side side;
  const auto started = side.resolve(Resolver::of_process(), "127.1");
  EXPECT_THAT(texts_of(*side.finished(started)), ElementsAre("127.0.0.1"));
}

// The exit code of a child process that runs `what`; 1 where that is false.
template <class What>
int in_forked_child(What what) {
  const auto child = ::fork();
  if (child == 0) ::_exit(what() ? 0 : 1);
  int status = -1;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(Resolver, StartsItsThreadsAnewInAForkedChild) {
#ifdef __SANITIZE_THREAD__
  GTEST_SKIP() << "ThreadSanitizer lets no child of a program with threads have threads";
#endif
  Gate gate;
  // Its only thread hangs when the child is made.
  Resolver resolver(
      [&gate](const std::string& name) {
        return name == "slow.test" ? gate.look_up()(name) : ask_system(name);
      },
      1);
  Side side;
  const auto slow = side.resolve(resolver, "slow.test");
  settle(side.context);
  gate.wait_until_entered(1);
  EXPECT_EQ(in_forked_child([&] {
              Side own;
              const auto started = own.resolve(resolver, "127.1");
              return own.finished(started).has_value() && started.value()->addresses.size() == 1;
            }),
            0);
  gate.open();
  EXPECT_TRUE(side.finished(slow));
}

}  // namespace
}  // namespace wiretape::io

// SPDX-License-Identifier: MIT
#include "io/scope.hpp"

#include <gmock/gmock.h>

#include <asio/error.hpp>
#include <stdexcept>
#include <vector>

#include "io/pipe.hpp"
#include "io/wait.hpp"
#include "support/coroutines.hpp"

namespace wiretape::io {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ScopeTest : public testing::Test {
protected:
  Scope::OnEscape keep_names() {
    return [this](const std::string& name, const std::exception_ptr&) { escaped_.push_back(name); };
  }

  asio::io_context context_;
  std::vector<std::string> escaped_;
  std::vector<std::string> said_;
  Event never_{context_.get_executor()};
  Scope scope_{context_.get_executor(), keep_names()};
};

// Says when its frame goes, whether it ran or not.
class Witness {
public:
  Witness(std::vector<std::string>& said, std::string word) : said_(&said), word_(std::move(word)) {}
  Witness(Witness&& other) noexcept : said_(std::exchange(other.said_, nullptr)), word_(other.word_) {}
  Witness& operator=(Witness&&) = delete;
  ~Witness() {
    if (said_) said_->push_back(word_);
  }

private:
  std::vector<std::string>* said_;
  std::string word_;
};

Task<void> throw_something() {
  co_await yield();
  throw std::runtime_error("something");
}

Task<void> wait_then_clean_up(Event& event, std::vector<std::string>& said) {
  co_await event.wait();
  said.emplace_back("woken");
  co_await yield();
  said.emplace_back("cleaned up");
}

Task<void> say_ran(Witness, std::vector<std::string>& said) {
  said.emplace_back("ran");
  co_return;
}

Task<int> drain(Scope& scope) {
  co_await scope.drain();
  co_return 1;
}

TEST_F(ScopeTest, TellsWhatATaskLetEscapeWithItsName) {
  scope_.spawn("the thrower", throw_something());
  settle(context_);
  EXPECT_THAT(escaped_, ElementsAre("the thrower"));
  EXPECT_EQ(scope_.size(), 0u);
}

TEST_F(ScopeTest, CancelsAWaitAndLetsCleanUpAwait) {
  scope_.spawn("waiter", wait_then_clean_up(never_, said_));
  settle(context_);
  EXPECT_THAT(said_, IsEmpty());
  scope_.cancel();
  settle(context_);
  EXPECT_THAT(said_, ElementsAre("woken", "cleaned up"));
  EXPECT_THAT(escaped_, IsEmpty());
}

TEST_F(ScopeTest, CancellationBeforeATaskRanDestroysIt) {
  scope_.spawn("early", say_ran(Witness(said_, "gone"), said_));
  scope_.cancel();
  settle(context_);
  EXPECT_THAT(said_, ElementsAre("gone"));
  EXPECT_EQ(scope_.size(), 0u);
  EXPECT_THAT(escaped_, IsEmpty());
}

TEST_F(ScopeTest, NeverRunsWhatIsSpawnedAfterCancel) {
  scope_.cancel();
  scope_.spawn("late", say_ran(Witness(said_, "gone"), said_));
  EXPECT_THAT(said_, ElementsAre("gone"));
  EXPECT_EQ(scope_.size(), 0u);
}

TEST_F(ScopeTest, DrainWaitsForTheLastTask) {
  Event go(context_.get_executor());
  scope_.spawn("first", wait_then_clean_up(go, said_));
  scope_.spawn("second", wait_then_clean_up(never_, said_));
  const Started<int> drained(context_, drain(scope_));
  settle(context_);
  go.notify();
  settle(context_);
  EXPECT_EQ(scope_.size(), 1u);
  EXPECT_FALSE(drained.has_ended());
  never_.notify();
  settle(context_);
  EXPECT_TRUE(drained.has_ended());
}

Task<void> spawn_another(Scope& scope, Event& event, std::vector<std::string>& said) {
  co_await yield();
  scope.spawn("another", wait_then_clean_up(event, said));
}

TEST_F(ScopeTest, DrainWaitsForWhatIsSpawnedMeanwhile) {
  scope_.spawn("spawner", spawn_another(scope_, never_, said_));
  const Started<int> drained(context_, drain(scope_));
  settle(context_);
  EXPECT_FALSE(drained.has_ended());
  never_.notify();
  settle(context_);
  EXPECT_TRUE(drained.has_ended());
  EXPECT_THAT(said_, ElementsAre("woken", "cleaned up"));
}

TEST_F(ScopeTest, DrainOfNothingEndsAtOnce) { EXPECT_EQ(run(context_, drain(scope_)), 1); }

Task<void> own_a_scope(asio::any_io_executor executor, Event& event, std::vector<std::string>& said) {
  Scope inner(executor, [](const std::string&, const std::exception_ptr&) {});
  inner.spawn("child", wait_then_clean_up(event, said));
  co_await inner.drain();
  said.emplace_back("drained");
}

TEST_F(ScopeTest, PassesCancellationOnToAScopeThatIsDrained) {
  scope_.spawn("parent", own_a_scope(context_.get_executor(), never_, said_));
  settle(context_);
  scope_.cancel();
  settle(context_);
  EXPECT_THAT(said_, ElementsAre("woken", "cleaned up", "drained"));
  EXPECT_EQ(scope_.size(), 0u);
}

Task<void> read_twice(Stream& stream, std::vector<std::error_code>& errors) {
  for (int i = 0; i < 2; ++i) {
    const auto got = co_await stream.read_some(scratch());
    errors.push_back(got.error);
  }
}

TEST_F(ScopeTest, CancelEndsThePendingOperationAndEachOneAfterIt) {
  auto [ours, theirs] = make_pipe(context_.get_executor(), PipeOptions{});
  std::vector<std::error_code> errors;
  scope_.spawn("reader", read_twice(*ours, errors));
  settle(context_);
  EXPECT_THAT(errors, IsEmpty());
  scope_.cancel();
  settle(context_);
  EXPECT_THAT(errors, ElementsAre(asio::error::operation_aborted, asio::error::operation_aborted));
}

}  // namespace
}  // namespace wiretape::io

// SPDX-License-Identifier: MIT
#include "proxy/hold_filter.hpp"

#include <gmock/gmock.h>

#include "support/bent.hpp"

namespace wiretape::proxy {
namespace {

using testing::ElementsAre;

class HoldFilterTest : public Bent {
protected:
  // What comes at once, and what when the gate is opened.
  std::vector<std::string> held(HoldAction action) {
    auto interaction = std::make_shared<Interaction>();
    interaction->outcome = with_length("abcde");
    RecordedSource source(interaction);
    HoldFilter filter(source, context_.get_executor(), action);
    std::vector<std::string> seen;
    const auto drain = [&] {
      while (auto step = filter.poll()) {
        seen.push_back(text_of(*step));
        if (seen.back() == "end") return;
      }
    };
    drain();
    const io::Started<bool> waiting(context_, wait_for(filter));
    io::settle(context_);
    EXPECT_FALSE(waiting.has_ended());
    seen.emplace_back("opened");
    action.gate->open();
    io::settle(context_);
    EXPECT_TRUE(waiting.has_ended());
    drain();
    return seen;
  }
  std::shared_ptr<Gate> gate_ = std::make_shared<Gate>();
};

TEST_F(HoldFilterTest, HoldsBeforeTheHead) {
  EXPECT_THAT(held({gate_}), ElementsAre("opened", "200 Content-Length=5", "\"abcde\"", "end"));
  EXPECT_EQ(gate_->reached(), 1);
}

TEST_F(HoldFilterTest, HoldsBehindSoManyBytes) {
  EXPECT_THAT(held({gate_, 2}), ElementsAre("200 Content-Length=5", "\"ab\"", "opened", "\"cde\"", "end"));
  gate_ = std::make_shared<Gate>();
  EXPECT_THAT(held({gate_, 0}), ElementsAre("200 Content-Length=5", "opened", "\"abcde\"", "end"));
}

TEST_F(HoldFilterTest, LetsThroughWhatIsShorter) {
  EXPECT_THAT(play(with_length("abc"), {HoldAction{gate_, 4}}),
              ElementsAre("200 Content-Length=3", "\"abc\"", "end"));
  EXPECT_EQ(gate_->reached(), 0);
}

TEST_F(HoldFilterTest, DoesNotHoldWhereTheGateIsOpen) {
  gate_->open();
  EXPECT_THAT(play(with_length("abc"), {HoldAction{gate_}}),
              ElementsAre("200 Content-Length=3", "\"abc\"", "end"));
}

}  // namespace
}  // namespace wiretape::proxy

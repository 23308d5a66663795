// SPDX-License-Identifier: MIT
#include "proxy/paced_source.hpp"

#include <gmock/gmock.h>

#include "proxy/recorded_source.hpp"
#include "support/coroutines.hpp"
#include "support/manual_timers.hpp"

namespace wiretape::proxy {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

std::string name_of(const Step& step) {
  struct Words {
    std::string operator()(const http::RequestHead&) const { return "request"; }
    std::string operator()(const http::ResponseHead&) const { return "head"; }
    std::string operator()(const http::InterimHead&) const { return "interim"; }
    std::string operator()(const http::ChunkStart& chunk) const {
      return "chunk " + std::to_string(chunk.size);
    }
    std::string operator()(const http::Data& data) const { return data.bytes; }
    std::string operator()(const http::Trailers&) const { return "trailers"; }
    std::string operator()(const http::End&) const { return "end"; }
  };
  const auto* event = std::get_if<http::Event>(&step);
  return event ? std::visit(Words(), *event) : std::string(to_string(std::get<TransportError>(step).kind));
}

class PacedSourceTest : public testing::Test {
protected:
  // "10 head": each step with the milliseconds after which it comes.
  std::vector<std::string> play(Interaction interaction, Speed speed,
                                std::chrono::milliseconds at_most = 1h) {
    const auto shared = std::make_shared<const Interaction>(std::move(interaction));
    RecordedSource recorded(shared);
    PacedSource paced(recorded, timers_, *shared, speed);
    std::vector<std::string> seen;
    for (auto now = 0ms; now <= at_most; now += 1ms, timers_.advance(1ms)) {
      while (auto step = paced.poll()) {
        seen.push_back(std::to_string(now.count()) + ' ' + name_of(*step));
        if (seen.back().ends_with(" end") || std::holds_alternative<TransportError>(*step)) return seen;
      }
    }
    return seen;
  }

  asio::io_context context_;
  io::ManualTimers timers_{context_};
};

Interaction streamed() {
  Response response;
  response.framing = Framing::chunked;
  response.body.bytes = "onetwo";
  response.chunks = {{3, "", 0ms}, {3, "", 40ms}};
  response.interim = {Interim{}};
  Interaction interaction;
  interaction.outcome = response;
  interaction.timing = {10ms, 60ms};
  return interaction;
}

TEST_F(PacedSourceTest, GivesEachChunkInItsTime) {
  EXPECT_THAT(play(streamed(), speed::recorded),
              ElementsAre("0 interim", "10 head", "10 chunk 3", "10 one", "50 chunk 3", "50 two",
                          "60 trailers", "60 end"));
}

TEST_F(PacedSourceTest, IsFasterOrSlowerByItsFactor) {
  EXPECT_THAT(play(streamed(), Speed(2)), ElementsAre("0 interim", "5 head", "5 chunk 3", "5 one",
                                                      "25 chunk 3", "25 two", "30 trailers", "30 end"));
  EXPECT_THAT(play(streamed(), Speed(0.5)), ElementsAre("0 interim", "20 head", "20 chunk 3", "20 one",
                                                        "100 chunk 3", "100 two", "120 trailers", "120 end"));
  EXPECT_EQ(play(streamed(), speed::instant).back(), "0 end");
}

TEST_F(PacedSourceTest, GivesABodyThatIsNotCutWhenItWasWhole) {
  auto interaction = streamed();
  auto& response = std::get<Response>(interaction.outcome);
  response.framing = Framing::content_length;
  response.chunks.clear();
  response.interim.clear();
  EXPECT_THAT(play(interaction, speed::recorded), ElementsAre("10 head", "60 onetwo", "60 end"));
}

TEST_F(PacedSourceTest, FailsWhenTheOriginDid) {
  auto interaction = streamed();
  TransportError error{TransportErrorKind::reset, "reset", std::get<Response>(interaction.outcome)};
  error.partial->body.bytes = "one";
  error.partial->chunks.resize(1);
  interaction.outcome = error;
  EXPECT_THAT(play(interaction, speed::recorded),
              ElementsAre("0 interim", "10 head", "10 chunk 3", "10 one", "60 reset"));
  interaction.outcome = TransportError{TransportErrorKind::refused, "refused"};
  EXPECT_THAT(play(interaction, speed::recorded), ElementsAre("60 refused"));
}

TEST_F(PacedSourceTest, WaitsAsLongAsItTakes) {
  const auto shared = std::make_shared<const Interaction>(streamed());
  RecordedSource recorded(shared);
  PacedSource paced(recorded, timers_, *shared, speed::recorded);
  EXPECT_TRUE(paced.poll());
  EXPECT_FALSE(paced.poll());
  const io::Started<int> waited(context_, [](PacedSource& source) -> io::Task<int> {
    co_await source.wait();
    co_return 1;
  }(paced));
  timers_.advance(9ms);
  EXPECT_FALSE(waited.has_ended());
  timers_.advance(1ms);
  EXPECT_TRUE(waited.has_ended());
  EXPECT_TRUE(paced.poll());
}

TEST_F(PacedSourceTest, HasNoTimeBeyondAYear) {
  auto interaction = streamed();
  interaction.timing.to_head = std::chrono::milliseconds::max();
  EXPECT_THAT(play(interaction, Speed(1e-300), 1s), ElementsAre("0 interim"));
}

}  // namespace
}  // namespace wiretape::proxy

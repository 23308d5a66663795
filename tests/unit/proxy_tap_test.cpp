// SPDX-License-Identifier: MIT
#include "proxy/tap.hpp"

#include <gtest/gtest.h>
#include <asio/io_context.hpp>

#include "proxy/recorded_source.hpp"
#include "support/manual_timers.hpp"

namespace wiretape::proxy {
namespace {

struct TapTest : testing::Test {
  // What a tap has kept of an outcome that passed through it whole.
  std::optional<Outcome> tapped(Outcome outcome) {
    auto interaction = std::make_shared<Interaction>();
    interaction->outcome = std::move(outcome);
    RecordedSource source(interaction);
    const Limits limits;
    Tap tap(source, timers, limits, {});
    while (true) {
      EXPECT_FALSE(tap.take_outcome()) << "before the end";
      timers.advance(std::chrono::milliseconds(1));
      const auto step = tap.poll();
      const auto* event = std::get_if<http::Event>(&*step);
      if (!event || std::holds_alternative<http::End>(*event)) break;
    }
    timing = tap.timing();
    return tap.take_outcome();
  }

  asio::io_context context;
  io::ManualTimers timers{context};
  Timing timing;
};

TEST_F(TapTest, KeepsAllOfAResponse) {
  Response response;
  response.status = 207;
  response.reason = "Multi";
  response.raw_status_line = "HTTP/1.1  207 Multi\n";
  response.headers = {{"A", "1"}, {"a", "2", "a:2\n"}};
  response.raw_head_end = "\n";
  response.framing = Framing::content_length;
  response.body.bytes = "hello";
  response.interim = {Interim{103, "Early Hints", {{"Link", "x"}}}};
  EXPECT_EQ(tapped(response), Outcome(response));
  EXPECT_EQ(timing.to_head, std::chrono::milliseconds(2));
  EXPECT_EQ(timing.total, std::chrono::milliseconds(4));
}

TEST_F(TapTest, KeepsAFailureWithWhatHadCome) {
  Response partial;
  partial.framing = Framing::content_length;
  partial.body.bytes = "hal";
  const TransportError reset{TransportErrorKind::reset, "reset", partial};
  EXPECT_EQ(tapped(reset), Outcome(reset));
  const TransportError refused{TransportErrorKind::refused, "refused", {}};
  EXPECT_EQ(tapped(refused), Outcome(refused));
}

}  // namespace
}  // namespace wiretape::proxy

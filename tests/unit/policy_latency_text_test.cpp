// SPDX-License-Identifier: MIT
#include "policy/latency_text.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

namespace wiretape::policy {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(TimeText, HasAUnit) {
  EXPECT_EQ(parse_time("200 ms"), 200ms);
  EXPECT_EQ(parse_time("2s"), 2s);
  EXPECT_EQ(parse_time(" 1 min "), 1min);
  EXPECT_EQ(parse_time("0 ms"), 0ms);
  for (const auto* text : {"", "200", "ms", "-1 ms", "1.5 s", "1 h", "99999999999 s"}) {
    EXPECT_THAT(
        [=] { static_cast<void>(parse_time(text)); },
        ThrowsMessage<std::invalid_argument>(HasSubstr(std::string("'") + text + "' is no time; it is like")))
        << text;
  }
}

TEST(LatencyText, IsATimeOrADistribution) {
  EXPECT_EQ(parse_latency("200 ms"), Latency(200ms));
  EXPECT_EQ(parse_latency("uniform(10 ms, 50 ms)"), Latency::uniform(10ms, 50ms));
  EXPECT_EQ(parse_latency("normal( 1 s,20ms )"), Latency::normal(1s, 20ms));
  EXPECT_EQ(parse_latency("lognormal(100 ms, 0.5)"), Latency::lognormal(100ms, 0.5));
  EXPECT_EQ(parse_latency("lognormal_p99(100 ms, 900 ms)"), Latency::lognormal_p99(100ms, 900ms));
  EXPECT_EQ(parse_latency("recorded(2)"), Latency::recorded(2));
}

TEST(LatencyText, IsRefusedWithWhatItIsLike) {
  for (const auto* text :
       {"uniform(1 ms)", "uniform(1 ms, 2 ms, 3 ms)", "uniform(1 ms, 2 ms", "gauss(1 ms, 2 ms)"}) {
    EXPECT_THAT([=] { static_cast<void>(parse_latency(text)); },
                ThrowsMessage<std::invalid_argument>(HasSubstr("is no latency; it is like")))
        << text;
  }
  EXPECT_THROW(static_cast<void>(parse_latency("recorded(x)")), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(parse_latency("uniform(2 ms, 1 ms)")), std::invalid_argument);
}

}  // namespace
}  // namespace wiretape::policy

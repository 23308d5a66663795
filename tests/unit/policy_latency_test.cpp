// SPDX-License-Identifier: MIT
#include "policy/latency.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <vector>

namespace wiretape::policy {
namespace {

using namespace std::chrono_literals;

constexpr int many = 20'000;

// In milliseconds, from the least to the most.
std::vector<double> draws(const Latency& latency, std::chrono::milliseconds recorded = {}) {
  Random random(42);
  std::vector<double> drawn;
  for (int i = 0; i < many; ++i)
    drawn.push_back(static_cast<double>(draw(latency, random, recorded).count()) / 1000);
  std::sort(drawn.begin(), drawn.end());
  return drawn;
}
double mean(const std::vector<double>& drawn) {
  return std::accumulate(drawn.begin(), drawn.end(), 0.0) / static_cast<double>(drawn.size());
}
double quantile(const std::vector<double>& drawn, double part) {
  return drawn[static_cast<std::size_t>(part * static_cast<double>(drawn.size() - 1))];
}
double deviation(const std::vector<double>& drawn) {
  const double middle = mean(drawn);
  double sum = 0;
  for (const double each : drawn) sum += (each - middle) * (each - middle);
  return std::sqrt(sum / static_cast<double>(drawn.size()));
}

TEST(Latency, IsFixed) {
  const auto drawn = draws(200ms);
  EXPECT_EQ(drawn.front(), 200);
  EXPECT_EQ(drawn.back(), 200);
}

TEST(Latency, IsUniform) {
  const auto drawn = draws(Latency::uniform(100ms, 300ms));
  EXPECT_GE(drawn.front(), 100);
  EXPECT_LE(drawn.back(), 300);
  EXPECT_NEAR(mean(drawn), 200, 2);
  EXPECT_NEAR(quantile(drawn, 0.25), 150, 3);
  EXPECT_NEAR(quantile(drawn, 0.9), 280, 3);
}

TEST(Latency, IsNormal) {
  const auto drawn = draws(Latency::normal(200ms, 20ms));
  EXPECT_NEAR(mean(drawn), 200, 1);
  EXPECT_NEAR(deviation(drawn), 20, 0.5);
  EXPECT_NEAR(quantile(drawn, 0.8413), 220, 1);
  EXPECT_NEAR(quantile(drawn, 0.9772), 240, 2);
}

TEST(Latency, IsNeverNegative) { EXPECT_EQ(draws(Latency::normal(1ms, 100ms)).front(), 0); }

TEST(Latency, IsLognormal) {
  const auto drawn = draws(Latency::lognormal(80ms, 0.5));
  EXPECT_NEAR(quantile(drawn, 0.5), 80, 1.5);
  EXPECT_NEAR(mean(drawn), 80 * std::exp(0.125), 2);
  EXPECT_NEAR(quantile(drawn, 0.99), 80 * std::exp(0.5 * 2.3263), 10);
}

TEST(Latency, IsLognormalByItsP99) {
  const auto drawn = draws(Latency::lognormal_p99(50ms, 500ms));
  EXPECT_NEAR(quantile(drawn, 0.5), 50, 2);
  EXPECT_NEAR(quantile(drawn, 0.99), 500, 50);
}

TEST(Latency, IsAsRecorded) {
  EXPECT_EQ(draws(Latency::recorded(1.5), 20ms).front(), 30);
  EXPECT_EQ(draws(Latency::recorded(1.5)).back(), 0);
}

TEST(Latency, EndsWithinAYear) {
  EXPECT_LE(draws(Latency::lognormal(1h, 1000)).back(), 365.0 * 24 * 3600 * 1000);
}

TEST(Latency, IsDrawnAgainBySeed) {
  const auto latency = Latency::lognormal(80ms, 0.5);
  Random a(1), b(1), c(2);
  EXPECT_EQ(draw(latency, a, {}), draw(latency, b, {}));
  EXPECT_NE(draw(latency, a, {}), draw(latency, c, {}));
}

TEST(Latency, RefusesWhatCannotBeMeant) {
  EXPECT_THROW(Latency(-1ms), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(Latency::uniform(2ms, 1ms)), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(Latency::normal(1ms, -1ms)), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(Latency::lognormal(1ms, -1)), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(Latency::lognormal_p99(0ms, 1ms)), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(Latency::recorded(-1)), std::invalid_argument);
}

TEST(Latency, IsSaidInWords) {
  EXPECT_EQ(Latency(200ms).str(), "200 ms");
  EXPECT_EQ(Latency::uniform(1ms, 2ms).str(), "uniform 1 to 2 ms");
  EXPECT_EQ(Latency::normal(10ms, 2ms).str(), "normal 10 ms, deviation 2 ms");
  EXPECT_EQ(Latency::lognormal(10ms, 0.5).str(), "lognormal, median 10 ms, sigma 0.5");
  EXPECT_EQ(Latency::recorded(1.5).str(), "1.5 times as recorded");
}

}  // namespace
}  // namespace wiretape::policy

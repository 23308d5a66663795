// SPDX-License-Identifier: MIT
// How long something takes: always the same, or drawn anew each time.
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <string>

namespace wiretape {

// A time, or a distribution of times. What is drawn depends on the deck's seed, the rule, the request's
// method and URL, and how often that was asked before; it is never below zero.
class Latency {
public:
  enum class Kind : std::uint8_t { fixed, uniform, normal, lognormal, recorded };

  // Always this. Throws std::invalid_argument for a negative one, as all below do.
  template <class Rep, class Period>
  requires std::convertible_to<std::chrono::duration<Rep, Period>, std::chrono::milliseconds> Latency(
      std::chrono::duration<Rep, Period> fixed)  // NOLINT(google-explicit-constructor): delay(200ms)
      : Latency(Kind::fixed, not_negative(fixed), 0) {}

  // Between the two, each as likely as the other.
  static Latency uniform(std::chrono::milliseconds least, std::chrono::milliseconds most);
  static Latency normal(std::chrono::milliseconds mean, std::chrono::milliseconds deviation);
  // As services are: half are faster than `median`, and a few are much slower. `sigma` is the deviation of
  // the logarithm; 0.5 makes one in a hundred take 3.2 times the median.
  static Latency lognormal(std::chrono::milliseconds median, double sigma);
  // The same by the time within which 99 of 100 come.
  static Latency lognormal_p99(std::chrono::milliseconds median, std::chrono::milliseconds p99);
  // As long as it took when it was recorded, times a factor. Nothing where there is no recording.
  static Latency recorded(double factor = 1);

  [[nodiscard]] Kind kind() const { return kind_; }
  // In milliseconds: the time, the least, the mean or the median; of `recorded` the factor.
  [[nodiscard]] double a() const { return a_; }
  // The most or the deviation in milliseconds; sigma.
  [[nodiscard]] double b() const { return b_; }
  [[nodiscard]] std::string str() const;  // "200 ms", "uniform 100 to 300 ms"

  friend bool operator==(const Latency&, const Latency&) = default;

private:
  static double not_negative(std::chrono::milliseconds time);
  Latency(Kind kind, double a, double b) : kind_(kind), a_(a), b_(b) {}

  Kind kind_;
  double a_, b_;
};

}  // namespace wiretape

// SPDX-License-Identifier: MIT
#include "policy/latency.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace wiretape {

namespace {

using std::chrono::milliseconds;

constexpr double z99 = 2.3263478740408408;  // below it are 99 of 100 of a normal distribution

void need(bool is_right, const char* call, const char* what) {
  if (!is_right) throw std::invalid_argument(std::string(call) + ": " + what);
}

std::string number(double value) {
  auto text = std::to_string(value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

}  // namespace

double Latency::not_negative(milliseconds time) {
  if (time.count() >= 0) return static_cast<double>(time.count());
  throw std::invalid_argument("a latency of " + std::to_string(time.count()) + " ms: time does not run back");
}

Latency Latency::uniform(milliseconds least, milliseconds most) {
  need(least <= most, "uniform", "the most is less than the least");
  return {Kind::uniform, not_negative(least), not_negative(most)};
}

Latency Latency::normal(milliseconds mean, milliseconds deviation) {
  return {Kind::normal, not_negative(mean), not_negative(deviation)};
}

Latency Latency::lognormal(milliseconds median, double sigma) {
  need(std::isfinite(sigma) && sigma >= 0, "lognormal", "sigma is a number from 0");
  return {Kind::lognormal, not_negative(median), sigma};
}

Latency Latency::lognormal_p99(milliseconds median, milliseconds p99) {
  need(median.count() > 0 && p99 >= median, "lognormal_p99", "0 < median <= p99");
  return lognormal(median,
                   std::log(static_cast<double>(p99.count()) / static_cast<double>(median.count())) / z99);
}

Latency Latency::recorded(double factor) {
  need(std::isfinite(factor) && factor >= 0, "recorded", "a factor is a number from 0");
  return {Kind::recorded, factor, 0};
}

std::string Latency::str() const {
  switch (kind_) {
    case Kind::fixed:
      break;
    case Kind::uniform:
      return "uniform " + number(a_) + " to " + number(b_) + " ms";
    case Kind::normal:
      return "normal " + number(a_) + " ms, deviation " + number(b_) + " ms";
    case Kind::lognormal:
      return "lognormal, median " + number(a_) + " ms, sigma " + number(b_);
    case Kind::recorded:
      return number(a_) + " times as recorded";
  }
  return number(a_) + " ms";
}

namespace policy {

namespace {

double drawn(const Latency& latency, Random& random, milliseconds recorded) {
  const double a = latency.a(), b = latency.b();
  switch (latency.kind()) {
    case Latency::Kind::fixed:
      return a;
    case Latency::Kind::uniform:
      return a + (b - a) * random.fraction();
    case Latency::Kind::normal:
      return a + b * random.normal();
    case Latency::Kind::lognormal:
      return a * std::exp(b * random.normal());
    case Latency::Kind::recorded:
      break;
  }
  return a * static_cast<double>(recorded.count());
}

}  // namespace

std::chrono::microseconds draw(const Latency& latency, Random& random, milliseconds recorded) {
  constexpr double year = 365.0 * 24 * 3600 * 1000;
  const double time = std::clamp(drawn(latency, random, recorded), 0.0, year);
  return std::chrono::microseconds(std::llround(time * 1000));
}

}  // namespace policy

}  // namespace wiretape

// SPDX-License-Identifier: MIT
// Sends a body in other pieces than it comes in: slowly, in so many, or of such a size.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <wiretape/rule.hpp>

#include "base/random.hpp"
#include "proxy/filter.hpp"

namespace wiretape::proxy {

// So many bytes a second, in pieces of a twentieth of that.
class ThrottleFilter final : public TimedFilter {
public:
  ThrottleFilter(Source& inner, io::Timers& timers, const ThrottleAction& action)
      : TimedFilter(inner, timers), bytes_per_second_(action.bytes_per_second) {}

protected:
  void take(Step step) override;
  io::Timers::duration pause_before(const Step& step) override;

private:
  std::uint64_t bytes_per_second_;
  std::uint64_t owed_ = 0;  // bytes whose time has not been waited for
};

// Pieces of about a size, each written for itself.
class SliceFilter final : public TimedFilter {
public:
  SliceFilter(Source& inner, io::Timers& timers, const SliceAction& action, std::uint64_t seed)
      : TimedFilter(inner, timers), action_(action), random_(seed) {}

protected:
  void take(Step step) override;
  io::Timers::duration pause_before(const Step& step) override;
  bool needs_own_write() override { return std::exchange(needs_own_write_, false); }

private:
  SliceAction action_;
  Random random_;
  bool needs_own_write_ = false;
};

// All of the body, once it is there, in so many pieces, with the same time between each two.
class DribbleFilter final : public TimedFilter {
public:
  DribbleFilter(Source& inner, io::Timers& timers, const DribbleAction& action)
      : TimedFilter(inner, timers), action_(action) {}

protected:
  void take(Step step) override;
  io::Timers::duration pause_before(const Step& step) override;

private:
  void give_all();

  DribbleAction action_;
  std::vector<Step> held_;  // of the body
  std::uint64_t size_ = 0;
  int begun_ = 0;                       // pieces whose first byte was given
  std::uint64_t piece_ = 1, sent_ = 0;  // bytes a piece; and those given
};

}  // namespace wiretape::proxy

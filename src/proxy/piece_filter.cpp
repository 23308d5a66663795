// SPDX-License-Identifier: MIT
#include "proxy/piece_filter.hpp"

#include <algorithm>

namespace wiretape::proxy {

namespace {

using Duration = io::Timers::duration;

Duration seconds(double count) {
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(count));
}

http::Data cut(const std::string& bytes, std::size_t at, std::size_t count) {
  return http::Data{bytes.substr(at, count)};
}

}  // namespace

void ThrottleFilter::take(Step step) {
  const auto* data = event_of<http::Data>(step);
  if (!data) return give(std::move(step));
  const auto piece = std::max<std::uint64_t>(1, bytes_per_second_ / 20);
  for (std::size_t at = 0; at < data->bytes.size(); at += piece) give(cut(data->bytes, at, piece));
}

Duration ThrottleFilter::pause_before(const Step& step) {
  const auto owed = static_cast<double>(std::exchange(owed_, 0));
  if (const auto* data = event_of<http::Data>(step)) owed_ = data->bytes.size();
  return seconds(owed / static_cast<double>(bytes_per_second_));
}

void SliceFilter::take(Step step) {
  const auto* data = event_of<http::Data>(step);
  if (!data) return give(std::move(step));
  for (std::size_t at = 0; at < data->bytes.size();) {
    const auto least = action_.size - action_.variation;
    const auto count = least + static_cast<std::size_t>(random_.below(2 * action_.variation + 1));
    give(cut(data->bytes, at, count));
    at += count;
  }
}

Duration SliceFilter::pause_before(const Step& step) {
  needs_own_write_ = event_of<http::Data>(step) != nullptr;
  return Duration::zero();
}

void DribbleFilter::take(Step step) {
  if (const auto* data = event_of<http::Data>(step)) {
    size_ += data->bytes.size();
    held_.push_back(std::move(step));
    return;
  }
  if (event_of<http::ChunkStart>(step)) {
    held_.push_back(std::move(step));
    return;
  }
  give_all();
  give(std::move(step));
}

void DribbleFilter::give_all() {
  const auto pieces = static_cast<std::uint64_t>(action_.pieces);
  piece_ = std::max<std::uint64_t>(1, (size_ + pieces - 1) / pieces);
  std::uint64_t given = 0;
  for (auto& step : held_) {
    const auto* data = event_of<http::Data>(step);
    if (!data) {
      give(std::move(step));
      continue;
    }
    for (std::size_t at = 0; at < data->bytes.size();) {
      const auto count = static_cast<std::size_t>(piece_ - given % piece_);
      give(cut(data->bytes, at, count));
      given += std::min(count, data->bytes.size() - at);
      at += count;
    }
  }
  held_.clear();
}

Duration DribbleFilter::pause_before(const Step& step) {
  const auto* data = event_of<http::Data>(step);
  if (!data) return Duration::zero();
  const bool begins = sent_ % piece_ == 0;
  sent_ += data->bytes.size();
  if (!begins || begun_++ == 0 || action_.pieces < 2) return Duration::zero();
  return std::chrono::duration_cast<Duration>(action_.over) / (action_.pieces - 1);
}

}  // namespace wiretape::proxy

// SPDX-License-Identifier: MIT
#include "http/byte_queue.hpp"

#include <algorithm>
#include <utility>

namespace wiretape::http {

// What is moved to the front is never more than what was taken, so each byte is moved once on average.
void ByteQueue::append(std::string_view bytes) {
  if (droppable() >= bytes_.size() - droppable()) drop_taken();
  bytes_.append(bytes);
}

std::optional<std::string_view> ByteQueue::line() {
  const auto found = bytes_.find('\n', std::max(searched_, cursor_));
  searched_ = found == std::string::npos ? bytes_.size() : found;
  if (found == std::string::npos) return std::nullopt;
  return std::string_view(bytes_).substr(cursor_, found + 1 - cursor_);
}

std::string ByteQueue::take(std::size_t count) {
  if (cursor_ == 0 && count >= bytes_.size() && mark_ == std::string::npos) {
    taken_before_ += bytes_.size();
    searched_ = 0;
    return std::exchange(bytes_, {});
  }
  auto out = bytes_.substr(cursor_, count);
  cursor_ += out.size();
  return out;
}

void ByteQueue::shrink() {
  constexpr std::size_t small = 4 * 1024;  // of an ordinary request; most connections stay below
  if (!empty() || bytes_.capacity() <= small) return;
  drop_taken();
  bytes_.shrink_to_fit();
}

std::size_t ByteQueue::droppable() const { return std::min(cursor_, mark_); }

void ByteQueue::drop_taken() {
  const auto count = droppable();
  bytes_.erase(0, count);
  taken_before_ += count;
  searched_ = std::max(searched_, cursor_) - count;
  cursor_ -= count;
  if (mark_ != std::string::npos) mark_ -= count;
}

}  // namespace wiretape::http

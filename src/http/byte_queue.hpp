// SPDX-License-Identifier: MIT
// Bytes that came and are not read yet.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace wiretape::http {

// Reading moves a cursor, and no byte is looked at twice for the end of its line, so that the cost of
// a stream does not depend on its cut. Views are valid until the next call that is not const.
class ByteQueue {
public:
  void append(std::string_view bytes);

  [[nodiscard]] std::string_view rest() const { return std::string_view(bytes_).substr(cursor_); }
  [[nodiscard]] bool empty() const { return cursor_ == bytes_.size(); }
  // How many bytes were taken out since the queue was made.
  [[nodiscard]] std::size_t taken() const { return taken_before_ + cursor_; }

  // The next line up to and with its LF; nothing when there is none yet.
  [[nodiscard]] std::optional<std::string_view> line();
  void drop(std::size_t count) { cursor_ += count; }
  // At most `count` bytes.
  [[nodiscard]] std::string take(std::size_t count);
  // From now on what is taken stays, until forget(), so that an error can show where it stands.
  void remember() { mark_ = cursor_; }
  void forget() { mark_ = std::string::npos; }
  // All bytes since remember(), taken or not; none without it.
  [[nodiscard]] std::string_view remembered() const {
    return mark_ == std::string::npos ? std::string_view() : std::string_view(bytes_).substr(mark_);
  }
  // Gives a big buffer back when nothing is in it.
  void shrink();

private:
  [[nodiscard]] std::size_t droppable() const;
  void drop_taken();

  std::string bytes_;
  std::size_t cursor_ = 0;
  std::size_t searched_ = 0;              // bytes_ up to here holds no LF behind the cursor
  std::size_t taken_before_ = 0;          // taken out and no longer in bytes_
  std::size_t mark_ = std::string::npos;  // in bytes_
};

}  // namespace wiretape::http

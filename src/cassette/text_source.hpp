// SPDX-License-Identifier: MIT
// The text of a cassette: in memory, or in a file that is read piece by piece.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "cassette/side_files.hpp"

namespace wiretape::cassette {

class TextSource {
public:
  explicit TextSource(std::string text = {}) : text_(std::move(text)) {}
  explicit TextSource(SideFileReader file) : file_(std::move(file)) {}

  // So many bytes at `offset`, fewer at the end. Of a file they are read into `buffer`, else it is left
  // alone. Throws CassetteError.
  [[nodiscard]] std::string_view at(std::uint64_t offset, std::size_t count, std::string& buffer) const {
    if (!file_) return std::string_view(text_).substr(static_cast<std::size_t>(offset), count);
    buffer = file_->read(offset, count);
    return buffer;
  }

  // visit(line, offset) for each line without its '\n', in order, until it returns false. False: a file has a
  // CR, which only a text that is held can be rid of. Throws CassetteError.
  template <class Visit>
  bool for_each_line(Visit visit) const {
    std::string buffer;
    std::size_t window = file_ ? usual_window : text_.size();
    for (std::uint64_t begin = 0;;) {
      const auto piece = at(begin, window, buffer);
      const bool is_last = piece.size() < window || !file_;
      if (file_ && piece.find('\r') != std::string_view::npos) return false;
      std::size_t from = 0;
      while (from < piece.size()) {
        const auto* end =
            static_cast<const char*>(std::memchr(piece.data() + from, '\n', piece.size() - from));
        if (end == nullptr && !is_last) break;
        const auto stop = end == nullptr ? piece.size() : static_cast<std::size_t>(end - piece.data());
        if (!visit(piece.substr(from, stop - from), begin + from)) return true;
        from = end == nullptr ? stop : stop + 1;
      }
      if (is_last) return true;
      begin += from;
      window = from == 0 ? window * 2 : usual_window;  // a line that is longer
    }
  }

private:
  static constexpr std::size_t usual_window = 256 * 1024;

  std::string text_;
  std::optional<SideFileReader> file_;
};

}  // namespace wiretape::cassette

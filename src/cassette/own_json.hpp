// SPDX-License-Identifier: MIT
// Finds the interactions of a JSON cassette without reading them, where it is laid out as write_json does.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace wiretape::cassette {

// No string of JSON has a line end in it, so that lines tell where an element begins and ends.
class OwnJsonScan {
public:
  struct Element {
    std::string method, url;
    std::size_t line = 1;
    std::uint64_t offset = 0, size = 0;
  };

  // A line without its '\n', and where it begins. False: the layout is another one.
  bool take(std::string_view line, std::uint64_t offset, const std::function<void(const Element&)>& found);
  // After the last line: it was one cassette from its beginning to its end.
  [[nodiscard]] bool is_whole() const { return state_ == State::behind; }
  // The cassette without its interactions.
  [[nodiscard]] const std::string& header() const { return header_; }

private:
  enum class State : unsigned char { header, between, element, after_last, closing, behind };

  bool take_inner(std::string_view line);

  State state_ = State::header;
  std::string header_;
  std::size_t line_ = 0;
  Element element_;
};

}  // namespace wiretape::cassette

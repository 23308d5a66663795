// SPDX-License-Identifier: MIT
// The field lines of a head or of the trailers, up to the empty line behind them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <wiretape/http.hpp>

#include "base/result.hpp"
#include "http/reading.hpp"

namespace wiretape::http {

class FieldSection {
public:
  explicit FieldSection(Strictness strictness) : strictness_(strictness) {}

  // Takes the next line with its line end, which begins `offset` bytes into the message. True when it
  // was the empty one. An error's offset counts from the message's first byte.
  Result<bool> take(std::string_view line, std::size_t offset);

  [[nodiscard]] std::size_t size() const { return offsets_.size(); }
  // Where the i-th field's line begins; for i == size(), where the empty line does.
  [[nodiscard]] std::size_t offset_of(std::size_t i) const { return i < size() ? offsets_[i] : end_offset_; }

  // Begins another section.
  void restart();
  // What was read. The offsets stay until restart().
  struct Fields {
    Headers headers;
    std::string raw_end;  // the empty line, when it is not "\r\n"
  };
  [[nodiscard]] Fields finish();

private:
  std::optional<Error> add(std::string_view lines);

  Strictness strictness_;
  Headers headers_;
  std::string pending_;  // leniently the lines of the last field: the next line may go on with it
  std::vector<std::size_t> offsets_;
  std::size_t end_offset_ = 0;
  std::string raw_end_;
};

}  // namespace wiretape::http

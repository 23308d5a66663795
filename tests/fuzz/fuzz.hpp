// SPDX-License-Identifier: MIT
// What the fuzzers share: the input taken apart, and properties that hold for every input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wiretape::fuzz {

// Bytes that a fuzzer made up. Choices come off the end and parts off the front, so that a seed begins
// with what it is an example of. Where nothing is left a choice is 0 and a part is empty.
class Input {
public:
  Input(const std::uint8_t* data, std::size_t size) : rest_(reinterpret_cast<const char*>(data), size) {}

  // 0 to count - 1. Of a digit at the end it is the digit, while count divides 16.
  std::size_t choose(std::size_t count);
  // How a stream is cut: three sizes from 1 to 64.
  std::vector<std::size_t> choose_cuts();

  std::string line();  // up to the next LF, which goes too
  std::string part();  // up to the next byte 0xFF, which goes too: it is in no UTF-8
  [[nodiscard]] std::string_view rest() const { return rest_; }
  [[nodiscard]] bool empty() const { return rest_.empty(); }

private:
  std::string take_until(char end);

  std::string_view rest_;
};

// Ends the program, as a fuzzer's finding, where the property does not hold. `property` is a sentence.
void require(bool holds, std::string_view property);
void require_equal(std::string_view got, std::string_view expected, std::string_view property);

// What a message to a person holds to: one line of valid UTF-8 without control bytes.
void require_message(std::string_view text);

}  // namespace wiretape::fuzz

// Defined by each fuzzer, called for each input by libFuzzer or by replay.cpp. Returns 0.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

// SPDX-License-Identifier: MIT
// Requests, pipelined: bytes, three cuts, and a digit: 1 leniently, 2 ended, 4 low limits.
#include "fuzz/fuzz.hpp"
#include "fuzz/http1.hpp"

using namespace wiretape;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const auto choice = input.choose(8);
  const auto cuts = input.choose_cuts();
  test::Reading how{.side = http::Http1Reader::Side::requests, .is_ended = (choice & 2) != 0};
  if ((choice & 1) != 0) how.strictness = http::Strictness::lenient;
  if ((choice & 4) != 0) how.limits = fuzz::low_limits;
  fuzz::check_messages(input.rest(), how, cuts);
  return 0;
}

// SPDX-License-Identifier: MIT
// A chunked body behind a plain head: its bytes, three cuts, and a digit: 1 leniently, 2 ended, 4 low limits,
// 8 of a response.
#include "fuzz/fuzz.hpp"
#include "fuzz/http1.hpp"

using namespace wiretape;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const auto choice = input.choose(16);
  const auto cuts = input.choose_cuts();
  test::Reading how{.is_ended = (choice & 2) != 0};
  if ((choice & 1) != 0) how.strictness = http::Strictness::lenient;
  if ((choice & 4) != 0) how.limits = fuzz::low_limits;
  std::string bytes = "POST / HTTP/1.1\r\nHost: a\r\n";
  if ((choice & 8) != 0) {
    bytes = "HTTP/1.1 200 OK\r\n";
    how.side = http::Http1Reader::Side::responses;
  }
  bytes.append("Transfer-Encoding: chunked\r\n\r\n").append(input.rest());
  fuzz::check_messages(bytes, how, cuts);
  return 0;
}

// SPDX-License-Identifier: MIT
// Responses: bytes, three cuts, what they answer (0 GETs, 1 HEAD and GET, 2 GET and HEAD, 3 CONNECT), and a
// digit: 1 strictly, 2 ended, 4 low limits.
#include "fuzz/fuzz.hpp"
#include "fuzz/http1.hpp"

using namespace wiretape;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<std::vector<std::string>> answers{
      {}, {"HEAD", "GET"}, {"GET", "HEAD"}, {"CONNECT"}};
  fuzz::Input input(data, size);
  const auto choice = input.choose(8);
  test::Reading how{.side = http::Http1Reader::Side::responses,
                    .answers = answers[input.choose(answers.size())],
                    .is_ended = (choice & 2) != 0};
  const auto cuts = input.choose_cuts();
  if ((choice & 1) == 0) how.strictness = http::Strictness::lenient;
  if ((choice & 4) != 0) how.limits = fuzz::low_limits;
  fuzz::check_messages(input.rest(), how, cuts);
  return 0;
}

// SPDX-License-Identifier: MIT
// A cassette in JSON.
#include "fuzz/cassettes.hpp"
#include "fuzz/fuzz.hpp"

using namespace wiretape;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::check_cassette(fuzz::Input(data, size).rest(), CassetteFormat::json);
  return 0;
}

// SPDX-License-Identifier: MIT
// Recordings of other tools.
#include "cassette/foreign.hpp"
#include "fuzz/fuzz.hpp"

using namespace wiretape;
using cassette::Foreign;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  constexpr Foreign kinds[] = {Foreign::har, Foreign::vcr, Foreign::wiremock, Foreign::hoverfly,
                               Foreign::mitmproxy};
  const auto chosen = kinds[input.choose(std::size(kinds))];
  const auto text = input.rest();
  const auto kind = cassette::foreign_kind(text).value_or(chosen);
  const auto imported = cassette::read_foreign(text, kind);
  if (!imported) return 0;
  for (const auto& lost : imported->lost) fuzz::require_message(lost);
  const auto yaml = format_cassette(imported->cassette, CassetteFormat::yaml);
  fuzz::require(parse_cassette(yaml, CassetteFormat::yaml, "it").interactions.size() ==
                    imported->cassette.interactions.size(),
                "what was imported can be written and read");
  static_cast<void>(cassette::write_har(imported->cassette));
  static_cast<void>(cassette::write_vcr(imported->cassette));
  static_cast<void>(cassette::write_curl(imported->cassette));
  return 0;
}

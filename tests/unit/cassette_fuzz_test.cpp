// SPDX-License-Identifier: MIT
// A cassette is untrusted input: whatever is in it, reading gives a value or an error that names a line.
#include <gtest/gtest.h>

#include <wiretape/cassette.hpp>

#include "base/text.hpp"
#include "cassette/tape.hpp"
#include "support/interactions.hpp"
#include "support/mutations.hpp"
#include "support/seed.hpp"

namespace wiretape::cassette {
namespace {

constexpr int mutations = 10'000;  // of each format

std::size_t lines_of(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
}

void read_by_parts(const std::string& text, CassetteFormat format) {
  const auto tape = Tape::open(text, format);
  if (!tape) {
    EXPECT_GE(tape.error().offset, 1U) << tape.error().message;
    EXPECT_LE(tape.error().offset, lines_of(text)) << tape.error().message;
    return;
  }
  for (std::size_t i = tape->size(); i-- > 0;) {
    const auto interaction = tape->interaction(i);
    if (interaction) continue;
    EXPECT_GE(interaction.error().offset, tape->summary(i).line) << interaction.error().message;
    EXPECT_LE(interaction.error().offset, lines_of(text)) << interaction.error().message;
  }
}

// How many of the mutated texts were still cassettes.
int survivors(CassetteFormat format, std::uint32_t seed) {
  support::HostileValues values(seed);
  support::Mutations mutations_of(seed);
  std::string whole;
  int read = 0;
  for (int i = 0; i < mutations; ++i) {
    if (i % 100 == 0) {
      const Cassette cassette{{cassette_format, "x", "y", {"path"}}, {support::weather(), values.interaction()}};
      whole = format_cassette(cassette, format);
    }
    const auto text = mutations_of.of(whole);
    SCOPED_TRACE(i);
    read_by_parts(text, format);
    try {
      const auto cassette = parse_cassette(text, format, "a");
      ++read;
      EXPECT_EQ(parse_cassette(format_cassette(cassette, format), format, "a"), cassette) << escape_control(text);
    } catch (const CassetteError& error) {
      EXPECT_GE(error.line(), 1U) << error.what();
    }
    if (testing::Test::HasFailure()) break;
  }
  return read;
}

TEST(Fuzz, BrokenYamlIsAValueOrAnError) {
  const auto read = survivors(CassetteFormat::yaml, support::seed(1));
  EXPECT_GT(read, mutations / 100);
  EXPECT_LT(read, mutations * 9 / 10);
}

TEST(Fuzz, BrokenJsonIsAValueOrAnError) {
  const auto read = survivors(CassetteFormat::json, support::seed(2));
  EXPECT_GT(read, mutations / 100);
  EXPECT_LT(read, mutations * 9 / 10);
}

}  // namespace
}  // namespace wiretape::cassette

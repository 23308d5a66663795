// SPDX-License-Identifier: MIT
// A cassette is untrusted input: whatever is in it, reading gives a value or an error that names a line.
#include <gtest/gtest.h>

#include <algorithm>

#include <wiretape/cassette.hpp>

#include "base/text.hpp"
#include "cassette/tape.hpp"
#include "support/interactions.hpp"
#include "support/mutations.hpp"
#include "support/seed.hpp"

namespace wiretape::cassette {
namespace {

constexpr int tried = 10'000;  // of each format

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

// A cassette of two interactions, short enough that a mutation is likely to matter.
std::string short_cassette(support::HostileValues& values, CassetteFormat format) {
  while (true) {
    const Cassette cassette{{cassette_format, "x", "y", {"path"}},
                            {support::weather(), values.interaction()}};
    auto text = format_cassette(cassette, format);
    if (text.size() < 2500) return text;
  }
}

// Whether the text is a cassette. What is read can be written and read again.
bool is_read(const std::string& text, CassetteFormat format, bool is_written_again) {
  try {
    const auto cassette = parse_cassette(text, format, "a");
    if (is_written_again) {
      EXPECT_EQ(parse_cassette(format_cassette(cassette, format), format, "a"), cassette)
          << escape_control(text);
    }
    return true;
  } catch (const CassetteError& error) {
    EXPECT_GE(error.line(), 1U) << error.what();
    return false;
  }
}

void expect_value_or_error(CassetteFormat format, std::uint32_t seed) {
  support::HostileValues values(seed);
  support::Mutations mutations(seed);
  std::string whole;
  int read = 0;
  for (int i = 0; i < tried && !testing::Test::HasFailure(); ++i) {
    if (i % 50 == 0) whole = short_cassette(values, format);
    const auto text = mutations.of(whole);
    SCOPED_TRACE(i);
    read_by_parts(text, format);
    if (is_read(text, format, i % 20 == 0)) ++read;
  }
  EXPECT_GT(read, tried / 100);
  EXPECT_LT(read, tried * 9 / 10);
}

TEST(Fuzz, BrokenYamlIsAValueOrAnError) { expect_value_or_error(CassetteFormat::yaml, support::seed(1)); }

TEST(Fuzz, BrokenJsonIsAValueOrAnError) { expect_value_or_error(CassetteFormat::json, support::seed(2)); }

}  // namespace
}  // namespace wiretape::cassette

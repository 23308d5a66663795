// SPDX-License-Identifier: MIT
#include "fuzz/cassettes.hpp"

#include <algorithm>
#include <optional>

#include "base/text.hpp"
#include "cassette/tape.hpp"
#include "fuzz/fuzz.hpp"
#include "http/url.hpp"

namespace wiretape::fuzz {

namespace {

// Nothing when the text is refused.
std::optional<Cassette> read(std::string_view text, CassetteFormat format) {
  try {
    return parse_cassette(text, format, "a.yaml");
  } catch (const CassetteError& error) {
    for (const auto line : split(error.what(), '\n')) require_message(line);
    const auto lines = 1 + static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    require(error.line() <= lines, "an error lies in the text");
    return std::nullopt;
  }
}

void check_entry(const cassette::Tape& tape, std::size_t i, const Interaction& expected) {
  const auto interaction = tape.interaction(i);
  require(interaction && **interaction == expected, "a tape gives the interactions of the cassette");
  require_equal(tape.summary(i).method, expected.request.method, "a tape sums up the method");
  // As a person wrote it: "HTTP://a".
  const auto url = http::parse_url(tape.summary(i).url);
  if (url && *url == expected.request.url) return;
  require_equal(tape.summary(i).url, expected.request.url.str(), "a tape sums up the URL");
}

bool has_fault(const cassette::Tape& tape) {
  for (std::size_t i = 0; i < tape.size(); ++i) {
    if (!tape.interaction(i)) return true;
  }
  return false;
}

void check_tape(std::string_view text, CassetteFormat format, const std::optional<Cassette>& expected) {
  const auto tape = cassette::Tape::open(std::string(text), format);
  require(tape || !expected, "a tape opens what is a cassette");
  if (!expected) {
    require(!tape || has_fault(*tape), "a tape refuses what is no cassette");
    return;
  }
  require(tape->header() == expected->header, "a tape has the header of the cassette");
  require(tape->size() == expected->interactions.size(), "a tape finds each interaction");
  for (std::size_t i = 0; i < tape->size(); ++i) check_entry(*tape, i, expected->interactions[i]);
}

}  // namespace

void check_written_again(const Cassette& cassette) {
  for (const auto format : {CassetteFormat::yaml, CassetteFormat::json}) {
    const auto text = format_cassette(cassette, format);
    const auto again = read(text, format);
    require(again.has_value(), "a cassette that is written can be read");
    require_equal(format_cassette(*again, format), text, "a cassette that is written is written the same");
    require(*again == cassette, "a cassette that is written reads as the same");
  }
}

void check_cassette(std::string_view text, CassetteFormat format) {
  const auto cassette = read(text, format);
  check_tape(text, format, cassette);
  if (cassette) check_written_again(*cassette);
}

}  // namespace wiretape::fuzz

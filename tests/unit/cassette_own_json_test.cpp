// SPDX-License-Identifier: MIT
#include "cassette/own_json.hpp"

#include <gmock/gmock.h>

#include "base/text.hpp"
#include "cassette/format.hpp"
#include "support/interactions.hpp"

namespace wiretape::cassette {
namespace {

std::vector<std::string> found_in(const std::string& text, bool& is_whole) {
  OwnJsonScan scan;
  std::vector<std::string> found;
  std::size_t offset = 0;
  bool goes_on = true;
  for (const auto line : split(text, '\n')) {
    goes_on = goes_on && scan.take(line, offset, [&](const OwnJsonScan::Element& element) {
      found.push_back(element.method + ' ' + element.url + " line " + std::to_string(element.line));
      const auto piece =
          text.substr(static_cast<std::size_t>(element.offset), static_cast<std::size_t>(element.size));
      EXPECT_TRUE(piece.starts_with('{') || piece.starts_with("    {")) << piece;
      EXPECT_TRUE(piece.ends_with('}')) << piece;
    });
    offset += line.size() + 1;
  }
  is_whole = goes_on && scan.is_whole();
  return found;
}

TEST(OwnJson, IsFoundLineByLine) {
  const auto text = format_cassette(
      {{cassette_format, "a test", "", {}}, {support::weather(), support::weather()}}, CassetteFormat::json);
  bool is_whole = false;
  const auto found = found_in(text, is_whole);
  EXPECT_TRUE(is_whole);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_THAT(found[0], testing::MatchesRegex("GET https://.* line [0-9]+"));
}

TEST(OwnJson, IsNoneInAnotherLayoutOrCutOff) {
  const auto text = format_cassette({{}, {support::weather()}}, CassetteFormat::json);
  bool is_whole = false;
  for (const auto& other : {std::string(), std::string("{}"), format_cassette({}, CassetteFormat::json),
                            text.substr(0, text.size() / 2), text + "{", text.substr(0, text.size() - 3),
                            std::string("{\n  \"wiretape\": 1,\n  \"interactions\": [\n  {\n")}) {
    found_in(other, is_whole);
    EXPECT_FALSE(is_whole) << other.substr(0, 200);
  }
}

}  // namespace
}  // namespace wiretape::cassette

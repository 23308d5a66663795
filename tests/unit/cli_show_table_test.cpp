// SPDX-License-Identifier: MIT
#include "cli/show_table.hpp"

#include <gmock/gmock.h>

#include "base/text.hpp"
#include "support/golden.hpp"
#include "support/interactions.hpp"

namespace wiretape::cli {
namespace {

using namespace std::chrono_literals;

// fixtures/program/<name>.txt
testing::AssertionResult is_golden(const std::string& name, std::string text) {
  text.pop_back();  // its last line end, which the file has anyway
  return test::is_golden("../program/" + name, text);
}

Interaction answered(int status, const std::string& url) {
  auto interaction = support::weather();
  interaction.request.url = Url::parse(url);
  std::get<Response>(interaction.outcome).status = status;
  return interaction;
}

// One of each kind, in a cassette with a full header.
Cassette weather() {
  Cassette cassette{{1, "wiretape 0.1.0", "2026-11-24T04:13:45Z", {"method", "host", "path"}}, {}};
  cassette.interactions.push_back(support::weather());
  cassette.interactions.push_back(
      answered(404, "https://api.weather.test/today?city=" + std::string(80, 'x')));
  auto failed = support::weather();
  failed.request.method = "POST";
  failed.outcome = TransportError{TransportErrorKind::refused, "connect to api.weather.test:443: refused"};
  failed.timing.total = 90s;
  cassette.interactions.push_back(failed);
  auto odd = answered(200, "http://o.test/");
  odd.request.url.target = "/\x1b]0;owned\x07/\xff";
  std::get<Response>(odd.outcome).headers = {{"Content-Type", "\x1b[2J"}};
  std::get<Response>(odd.outcome).body.bytes.assign(1'234'567, 'x');
  cassette.interactions.push_back(odd);
  return cassette;
}

TEST(CassetteTable, HasARowForEachInteraction) {
  EXPECT_TRUE(is_golden("show_table", cassette_table(weather(), "weather.yaml", {})));
}

TEST(CassetteTable, CountsTheMessagesOfAWebSocket) {
  Cassette cassette;
  cassette.interactions.push_back(support::chat());
  EXPECT_THAT(cassette_table(cassette, "chat.yaml", {}), testing::ContainsRegex("101 +websocket +3 msgs"));
}

TEST(CassetteTable, IsCutToTheTerminalsWidth) {
  const auto table = cassette_table(weather(), "weather.yaml", {.width = 80});
  EXPECT_TRUE(is_golden("show_table_narrow", table));
  const auto rows = split(table, '\n');
  for (std::size_t i = 1; i < rows.size(); ++i) EXPECT_LE(columns(rows[i]), 80U) << rows[i];
}

TEST(CassetteTable, ShowsSomethingOfAUrlOnTheNarrowestTerminal) {
  EXPECT_THAT(cassette_table(weather(), "weather.yaml", {.width = 1}),
              testing::HasSubstr("https://api.weather.tes…"));
}

TEST(CassetteTable, HasColoursOnlyWhereTheTerminalHas) {
  EXPECT_THAT(cassette_table(weather(), "a", {}), testing::Not(testing::HasSubstr("\x1b")));
  const auto table = cassette_table(weather(), "a", {.width = 200, .has_colours = true});
  EXPECT_THAT(table, testing::HasSubstr("\x1b[32m200    \x1b[0m"));
  EXPECT_THAT(table, testing::HasSubstr("\x1b[33m404    \x1b[0m"));
  EXPECT_THAT(table, testing::HasSubstr("\x1b[31mrefused\x1b[0m"));
}

TEST(CassetteTable, SaysThatThereIsNothing) {
  EXPECT_EQ(cassette_table({}, "a\x1b.yaml", {}), "a\\x1b.yaml: 0 interactions\n");
}

TEST(FormatSize, HasThreeDigitsAtMost) {
  EXPECT_EQ(format_size(0), "0 B");
  EXPECT_EQ(format_size(999), "999 B");
  EXPECT_EQ(format_size(1000), "1.0 kB");
  EXPECT_EQ(format_size(9949), "9.9 kB");
  EXPECT_EQ(format_size(9950), "10 kB");
  EXPECT_EQ(format_size(999'499), "999 kB");
  EXPECT_EQ(format_size(999'500), "1.0 MB");
  EXPECT_EQ(format_size(12'345'678'901), "12 GB");
}

TEST(FormatTime, IsInWhatAPersonCounts) {
  EXPECT_EQ(format_time(0ms), "0 ms");
  EXPECT_EQ(format_time(999ms), "999 ms");
  EXPECT_EQ(format_time(1500ms), "1.5 s");
  EXPECT_EQ(format_time(119s), "119 s");
  EXPECT_EQ(format_time(3min), "3 min");
}

}  // namespace
}  // namespace wiretape::cli

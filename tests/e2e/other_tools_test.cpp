// SPDX-License-Identifier: MIT
// What other tools have recorded, played in place.
#include <gmock/gmock.h>

#include <filesystem>

#include "support/curl_tool.hpp"

namespace wiretape {
namespace {

using namespace support;
using testing::HasSubstr;
using testing::IsEmpty;

DeckOptions playing_fixture(const std::string& name, RecordMode mode = RecordMode::none) {
  DeckOptions options;
  options.cassette = name;
  options.cassette_dir = WIRETAPE_SOURCE_DIR "/fixtures/foreign";
  options.mode = mode;
  options.allows_unused_interactions = true;
  return options;
}

TEST(OtherTools, ABrowsersArchiveIsPlayed) {
  Deck deck(playing_fixture("browser.har"));
  const auto answer = run_curl(deck, {"-i", "--compressed", "https://api.weather.test/today?city=Oslo"});
  EXPECT_THAT(answer.out, HasSubstr("content-encoding: gzip"));
  EXPECT_THAT(answer.out, testing::EndsWith("{\"celsius\": -3}"));
  EXPECT_NE(run_curl(deck, {"https://api.weather.test/login", "-d", "user=mona&pin=0000"}).exit_code, 0)
      << "its connection was reset, and a secret chooses nothing";
  EXPECT_THAT(deck.stop(), IsEmpty());
}

TEST(OtherTools, WhatIsLostIsANotice) {
  Deck deck(playing_fixture("wiremock.json"));
  EXPECT_EQ(run_curl(deck, {"http://localhost/today?city=Oslo"}).out, "{\"celsius\":-3}");
  EXPECT_THAT(deck.stop(), IsEmpty());
  std::string notices;
  for (const auto& entry : deck.journal()) {
    if (entry.kind == JournalKind::notice) notices += entry.text + '\n';
  }
  EXPECT_THAT(notices, HasSubstr("wiremock.json, entry 2: it is left out: its URL is a pattern"));
}

TEST(OtherTools, NothingIsAddedToTheirs) {
  EXPECT_THROW(Deck(playing_fixture("vcrpy.yaml", RecordMode::new_episodes)), CassetteError);
  EXPECT_THROW(Deck(playing_fixture("browser.har", RecordMode::all)), StartError);
}

}  // namespace
}  // namespace wiretape

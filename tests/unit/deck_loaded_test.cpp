// SPDX-License-Identifier: MIT
#include "deck/loaded.hpp"

#include <gmock/gmock.h>

#include "support/temp_directory.hpp"

namespace wiretape::deck {
namespace {

std::optional<std::string> nothing_set(const char*) { return std::nullopt; }
const std::string now = "2026-11-30T00:00:00Z";

struct LoadTest : testing::Test {
  void write(const std::string& name, std::string_view text) {
    cassette::Store(dir.path(), name).replace(text);
  }
  void write_one(const std::string& name) {
    Cassette cassette;
    cassette.interactions.resize(1);
    cassette.interactions[0].request.url = Url::parse("http://o.test/1");
    cassette.interactions[0].outcome = Response{};
    write(name, format_cassette(cassette, CassetteFormat::yaml));
  }
  Loaded load_in(RecordMode mode, const std::string& name) {
    DeckOptions options;
    options.cassette_dir = dir.path();
    options.cassette = name;
    options.mode = mode;
    return load(options, nothing_set, now);
  }

  support::TempDirectory dir;
};

TEST_F(LoadTest, AddsAnEndingWhereThereIsNone) {
  EXPECT_THAT(load_in(RecordMode::once, "weather").store->path(), testing::EndsWith("/weather.yaml"));
  EXPECT_THAT(load_in(RecordMode::once, "a.b/weather").store->path(), testing::EndsWith("/a.b/weather.yaml"));
  EXPECT_THAT(load_in(RecordMode::once, "weather.json").store->path(), testing::EndsWith("/weather.json"));
}

TEST_F(LoadTest, HasNoStoreWithoutACassette) {
  EXPECT_FALSE(load_in(RecordMode::once, "").store);
  EXPECT_FALSE(load_in(RecordMode::once, "").has_file);
}

TEST_F(LoadTest, ReadsWhatItWillPlay) {
  write_one("a.yaml");
  for (const auto mode : {RecordMode::once, RecordMode::none, RecordMode::new_episodes}) {
    const auto loaded = load_in(mode, "a");
    EXPECT_TRUE(loaded.has_file) << to_string(mode);
    EXPECT_EQ(loaded.tape.size(), 1U) << to_string(mode);
    EXPECT_EQ(!loaded.existing.empty(), mode == RecordMode::new_episodes) << to_string(mode);
  }
}

TEST_F(LoadTest, TellsACassetteThatIsTooOld) {
  Cassette cassette;
  cassette.header.recorded_at = "2026-11-20T00:00:00Z";
  cassette.interactions.resize(1);
  cassette.interactions[0].request.url = Url::parse("http://o.test/1");
  cassette.interactions[0].outcome = Response{};
  write("a.yaml", format_cassette(cassette, CassetteFormat::yaml));
  const auto aged = [&](std::chrono::seconds good_for, WhenExpired then, RecordMode mode) {
    DeckOptions options;
    options.cassette_dir = dir.path();
    options.cassette = "a";
    options.mode = mode;
    options.expires_in = good_for;
    options.when_expired = then;
    const auto loaded = load(options, nothing_set, now);
    return std::tuple(loaded.mode.mode, loaded.notices.size(), loaded.expired_age.value_or(0),
                      loaded.has_file);
  };
  using std::chrono::days;
  const auto once = RecordMode::once, none = RecordMode::none, all = RecordMode::all;
  EXPECT_EQ(aged(days(10), WhenExpired::fail, once), std::tuple(once, 0U, 0, true)) << "just good enough";
  EXPECT_EQ(aged(days(9), WhenExpired::warn, once), std::tuple(once, 1U, 0, true));
  EXPECT_EQ(aged(days(9), WhenExpired::fail, once), std::tuple(once, 0U, 10, true));
  EXPECT_EQ(aged(days(9), WhenExpired::record, once), std::tuple(all, 1U, 0, false));
  EXPECT_EQ(aged(days(9), WhenExpired::record, none), std::tuple(none, 1U, 0, true))
      << "nothing reaches the network";
}

const std::string with_rule = "---\nwiretape: 1\nrules:\n  - name: kept\n    do: [{answer: 503}]\n...\n";

TEST_F(LoadTest, HasTheRulesOfTheHeaderAndThenThoseOfTheFile) {
  write("a.yaml", with_rule);
  dir.write("rules.yaml", "rules:\n  - name: from the file\n    do: [{fault: reset}]\n");
  DeckOptions options;
  options.cassette_dir = dir.path();
  options.cassette = "a";
  options.rules_file = dir.path("rules.yaml");
  for (const auto mode : {RecordMode::none, RecordMode::all, RecordMode::passthrough}) {
    options.mode = mode;
    const auto loaded = load(options, nothing_set, now);
    ASSERT_EQ(loaded.rules.size(), 2U) << to_string(mode);
    EXPECT_EQ(loaded.rules[0]->name, "kept");
    EXPECT_EQ(loaded.rules[1]->name, "from the file");
    EXPECT_EQ(cassette_header(options, loaded, "").rules, R"([{"name":"kept","do":[{"answer":503}]}])");
  }
  options.cassette = "";
  EXPECT_EQ(load(options, nothing_set, now).rules.size(), 1U);
}

TEST_F(LoadTest, RefusesRulesThatAreNone) {
  write("a.yaml", "---\nwiretape: 1\nrules:\n  - do: [{answr: 503}]\n...\n");
  EXPECT_THAT([&] { load_in(RecordMode::none, "a"); },
              testing::ThrowsMessage<CassetteError>(testing::HasSubstr(
                  "a.yaml: in the header's rules: there is no action 'answr', did you mean 'answer'?")));
  DeckOptions options;
  options.rules_file = dir.path("none.yaml");
  EXPECT_THAT([&] { static_cast<void>(load(options, nothing_set, now)); },
              testing::ThrowsMessage<CassetteError>(testing::HasSubstr("there is no such file")));
}

TEST_F(LoadTest, DoesNotLookAtWhatItWillNotPlay) {
  write("a.yaml", "this is no cassette");
  EXPECT_EQ(load_in(RecordMode::all, "a").tape.size(), 0U);
  EXPECT_EQ(load_in(RecordMode::passthrough, "a").tape.size(), 0U);
}

TEST_F(LoadTest, NamesFileAndLineOfWhatItCannotRead) {
  write("a.yaml", "---\nwiretape: 99\n...\n");
  try {
    load_in(RecordMode::none, "a");
    FAIL() << "no exception";
  } catch (const CassetteError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("a.yaml:"));
    EXPECT_THAT(error.what(), testing::HasSubstr("next:"));
  }
}

TEST(CassetteHeaderOf, NamesThePartsInForce) {
  DeckOptions options;
  options.match_on = {match::method, match::header("X-Tenant")};
  const auto header = cassette_header(options, Loaded(), "2026-11-24T04:13:45Z");
  EXPECT_THAT(header.match_on, testing::ElementsAre("method", "header(X-Tenant)"));
  EXPECT_THAT(header.recorded_by, testing::StartsWith("wiretape "));
  EXPECT_EQ(header.recorded_at, "2026-11-24T04:13:45Z");
}

}  // namespace
}  // namespace wiretape::deck

// SPDX-License-Identifier: MIT
// Which requests were under way at the same time, and what becomes of a cassette that is old, or holds more
// than anybody asks for.
#include <gmock/gmock.h>

#include <future>
#include <thread>

#include "support/curl_tool.hpp"
#include "support/played.hpp"

namespace wiretape {
namespace {

using namespace support;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct OrderAndAge : testing::Test {
  DeckOptions options(RecordMode mode) const { return taped(dir, mode); }
  std::vector<std::string> paths() const {
    std::vector<std::string> out;
    for (const auto& interaction : read_cassette(dir.path("tape.yaml")).interactions)
      out.push_back(interaction.request.url.target + (interaction.overlaps > 0 ? " overlaps" : ""));
    return out;
  }
  // A cassette of these paths at an origin, recorded at some time.
  void write(const std::string& origin, const std::vector<std::string>& targets,
             const std::string& recorded_at) const {
    std::vector<Interaction> interactions;
    for (const auto& target : targets) interactions.push_back(interaction(origin + target, "played"));
    write_cassette({{cassette_format, "a test", recorded_at, {}}, interactions}, dir.path("tape.yaml"));
  }

  TempDirectory dir;
};

TEST_F(OrderAndAge, ARecordingKnowsWhatWasUnderWayAtTheSameTime) {
  std::string url;
  {
    std::promise<void> slow_is_here, may_answer_slow;
    RawOrigin origin([&](Connection& client) {
      const auto head = client.read_until("\r\n\r\n");
      if (head.find("/slow") != std::string::npos) {
        slow_is_here.set_value();
        may_answer_slow.get_future().wait();
      }
      client.send(ok_answer("done", "Connection: close\r\n"));
    });
    url = origin.http;
    Deck deck(options(RecordMode::all));
    std::thread slow([&] { run_curl(deck, {url + "/slow"}); });
    slow_is_here.get_future().wait();
    run_curl(deck, {url + "/fast"});
    may_answer_slow.set_value();
    slow.join();
    run_curl(deck, {url + "/after"});
    EXPECT_THAT(deck.stop(), IsEmpty());
  }
  EXPECT_THAT(paths(), ElementsAre("/fast", "/slow overlaps", "/after"));
  for (const auto& asked :
       {std::vector<std::string>{"/slow", "/fast", "/after"}, {"/fast", "/slow", "/after"}}) {
    auto partial = options(RecordMode::none);
    partial.order = PlayOrder::partial;
    Deck deck(partial);
    for (const auto& path : asked) EXPECT_EQ(run_curl(deck, {url + path}).out, "done");
    EXPECT_THAT(deck.stop(), IsEmpty());
  }
  auto partial = options(RecordMode::none);
  partial.order = PlayOrder::partial;
  partial.allows_unused_interactions = true;
  Deck deck(partial);
  EXPECT_THAT(run_curl(deck, {url + "/after"}).out, HasSubstr("came too early"));
  const auto findings = deck.stop();
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].kind, FindingKind::out_of_order);
  EXPECT_THAT(findings[0].message, HasSubstr("GET " + url + "/fast, interaction 1"));
}

TEST_F(OrderAndAge, AnOldCassetteIsPlayedWithAFindingOrRecordedAnew) {
  const RawOrigin origin(always(ok_answer("new", "Connection: close\r\n")));
  write(origin.http, {"/a"}, "2020-01-01T00:00:00Z");
  auto old = options(RecordMode::once);
  old.expires_in = std::chrono::days(30);
  old.when_expired = WhenExpired::fail;
  {
    Deck deck(old);
    EXPECT_EQ(run_curl(deck, {origin.http + "/a"}).out, "played");
    const auto findings = deck.stop();
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].kind, FindingKind::cassette_expired);
  }
  old.when_expired = WhenExpired::record;
  for (const auto* seen : {"new", "new"}) {
    Deck deck(old);
    EXPECT_EQ(run_curl(deck, {origin.http + "/a"}).out, seen);
    EXPECT_THAT(deck.stop(), IsEmpty());
  }
  EXPECT_EQ(origin.connections(), 1) << "the second time it is good again";
}

TEST_F(OrderAndAge, WhatNobodyAsksForIsTakenOutOfTheCassette) {
  const std::string origin = "http://o.test";
  write(origin, {"/a", "/b", "/c"}, "2026-11-30T00:00:00Z");
  const auto before = dir.read("tape.yaml");
  const auto play = [&](RecordMode mode) {
    auto drops = options(mode);
    drops.drops_unused_interactions = true;
    Deck deck(drops);
    EXPECT_EQ(run_curl(deck, {origin + "/b"}).out, "played");
    const auto findings = deck.stop();
    return std::pair(findings.size(), notices(deck));
  };
  EXPECT_EQ(play(RecordMode::none).first, 1U) << "nothing is written in mode none";
  EXPECT_EQ(dir.read("tape.yaml"), before);
  const auto [findings, told] = play(RecordMode::once);
  EXPECT_EQ(findings, 0U);
  EXPECT_THAT(told, HasSubstr("2 interactions that were never asked for are no longer in "));
  EXPECT_THAT(paths(), ElementsAre("/b"));
}

}  // namespace
}  // namespace wiretape

// SPDX-License-Identifier: MIT
#include "deck/shared_journal.hpp"

#include <gmock/gmock.h>

#include <thread>

#include <wiretape/matchers.hpp>

namespace wiretape::deck {
namespace {

using namespace std::chrono_literals;

JournalEntry request_for(const char* path) {
  auto interaction = std::make_shared<Interaction>();
  interaction->request.url.target = path;
  JournalEntry entry;
  entry.kind = JournalKind::request;
  entry.interaction = std::move(interaction);
  return entry;
}

TEST(SharedJournal, KeepsEntriesInOrderAndRequestsAmongThem) {
  SharedJournal journal({});
  journal.add(request_for("/1"));
  journal.find(Finding{FindingKind::unsupported, "first line\nsecond line"});
  journal.add(request_for("/2"));
  ASSERT_EQ(journal.entries().size(), 3U);
  EXPECT_EQ(journal.entries()[1].text, "first line");
  EXPECT_LE(journal.entries()[0].at, journal.entries()[2].at);
  ASSERT_EQ(journal.requests().size(), 2U);
  EXPECT_EQ(journal.requests()[1].url.target, "/2");
}

TEST(SharedJournal, HandsAFindingOverOnceHoweverOftenItIsMade) {
  SharedJournal journal({});
  const Finding finding{FindingKind::unsupported, "x"};
  journal.find(finding);
  journal.find(finding);
  EXPECT_THAT(journal.take_findings(), testing::ElementsAre(finding));
  EXPECT_THAT(journal.take_findings(), testing::IsEmpty());
}

TEST(SharedJournal, TellsAListenerEachEntry) {
  std::vector<std::string> heard;
  SharedJournal journal([&](const JournalEntry& entry) { heard.push_back(entry.text); });
  journal.find(Finding{FindingKind::unsupported, "x"});
  EXPECT_THAT(heard, testing::ElementsAre("x"));
}

TEST(SharedJournal, WaitsForARequestFromAnotherThread) {
  SharedJournal journal({});
  std::thread other([&] {
    for (const auto* path : {"/1", "/2", "/3"}) journal.add(request_for(path));
  });
  const auto found = journal.wait_for(HasPath("/3"), 10s);
  other.join();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->url.target, "/3");
}

TEST(SharedJournal, FindsWhatHadComeBefore) {
  SharedJournal journal({});
  journal.add(request_for("/1"));
  EXPECT_TRUE(journal.wait_for(HasPath("/1"), 0ms));
}

TEST(SharedJournal, GivesUpInTimeOrWhenTheDeckStops) {
  SharedJournal journal({});
  EXPECT_FALSE(journal.wait_for(HasPath("/1"), 1ms));
  std::thread other([&] { journal.close(); });
  EXPECT_FALSE(journal.wait_for(HasPath("/1"), 10s));
  other.join();
}

}  // namespace
}  // namespace wiretape::deck

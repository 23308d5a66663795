// SPDX-License-Identifier: MIT
#include "deck/recording.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "deck/shared_journal.hpp"
#include "support/temp_directory.hpp"

namespace wiretape::deck {
namespace {

Interaction get(const char* url) {
  Interaction interaction;
  interaction.request.url = Url::parse(url);
  interaction.outcome = Response{};
  return interaction;
}

struct RecordingTest : testing::Test {
  Recording into(const std::string& name, std::string existing = {}) {
    return {cassette::Store(dir.path(), name),
            std::move(existing),
            CassetteHeader{1, "test", "2026-11-24T00:00:00Z", {}},
            facts,
            journal,
            Secrecy{std::make_shared<secrets::Redactor>(secrets::default_rules())}};
  }
  std::size_t kept(const std::string& name) {
    return read_cassette(dir.path() + "/" + name).interactions.size();
  }

  support::TempDirectory dir;
  policy::DeckFacts facts{RecordMode::once, false, "a.yaml"};
  SharedJournal journal{{}};
};

TEST_F(RecordingTest, PutsInPlaceWhatWasRecorded) {
  auto recording = into("a.yaml");
  recording.record(get("http://o.test/1"));
  recording.record(get("http://o.test/2"));
  EXPECT_FALSE(cassette::Store(dir.path(), "a.yaml").exists());
  recording.commit(false);
  EXPECT_EQ(kept("a.yaml"), 2U);
  EXPECT_THAT(journal.take_findings(), testing::IsEmpty());
}

TEST_F(RecordingTest, FollowsWhatWasThere) {
  auto first = into("a.yaml");
  first.record(get("http://o.test/1"));
  first.commit(false);
  const auto before = *cassette::Store(dir.path(), "a.yaml").read();
  auto second = into("a.yaml", before);
  second.record(get("http://o.test/2"));
  second.commit(false);
  EXPECT_THAT(*cassette::Store(dir.path(), "a.yaml").read(), testing::StartsWith(before));
  EXPECT_EQ(kept("a.yaml"), 2U);
}

TEST_F(RecordingTest, OfAFailedTestLeavesAGoodCassetteAlone) {
  auto good = into("a.yaml");
  good.record(get("http://o.test/1"));
  good.commit(false);
  const auto before = dir.read("a.yaml");
  auto failed = into("a.yaml");
  failed.record(get("http://o.test/2"));
  failed.record(get("http://o.test/3"));
  failed.reject();
  EXPECT_EQ(dir.read("a.yaml"), before);
  EXPECT_EQ(parse_cassette(dir.read("a.yaml.rejected"), CassetteFormat::yaml, "a").interactions.size(), 2U);
  EXPECT_THAT(journal.entries().back().text, testing::AllOf(testing::HasSubstr("a.yaml stays as it was"),
                                                            testing::EndsWith("/a.yaml.rejected")));
  auto idle = into("a.yaml");
  idle.reject();
  EXPECT_EQ(dir.read("a.yaml"), before) << "nor is it emptied where nothing was recorded";
  EXPECT_THAT(journal.take_findings(), testing::IsEmpty());
}

TEST_F(RecordingTest, OfAFailedTestIsKeptWhereThereIsNoOther) {
  auto recording = into("a.yaml");
  recording.record(get("http://o.test/1"));
  recording.reject();
  EXPECT_EQ(kept("a.yaml"), 1U);
}

TEST_F(RecordingTest, NotesThatAFailureWasRecorded) {
  auto recording = into("a.yaml");
  auto failed = get("http://o.test/1");
  failed.outcome = TransportError{TransportErrorKind::refused, "connect: refused", {}};
  recording.record(failed);
  recording.commit(false);
  ASSERT_THAT(journal.entries(), testing::SizeIs(1));
  EXPECT_EQ(journal.entries()[0].kind, JournalKind::notice);
  EXPECT_THAT(journal.entries()[0].text, testing::HasSubstr("delete a.yaml and run again"));
  EXPECT_THAT(journal.take_findings(), testing::IsEmpty());
}

TEST_F(RecordingTest, NotesWhatAKilledProcessHadRecorded) {
  const std::string killed = format_cassette(Cassette{{}, {get("http://o.test/1")}}, CassetteFormat::yaml);
  std::ofstream(dir.path() + "/a.yaml.part") << killed;
  auto recording = into("a.yaml");
  recording.record(get("http://o.test/2"));
  ASSERT_THAT(journal.entries(), testing::SizeIs(1));
  EXPECT_EQ(journal.entries()[0].kind, JournalKind::notice);
  EXPECT_THAT(journal.entries()[0].text, testing::HasSubstr(".recovered"));
  EXPECT_EQ(kept("a.yaml.recovered"), 1U);
}

TEST_F(RecordingTest, MakesNoFileOfNothing) {
  auto recording = into("a.yaml");
  recording.commit(true);
  EXPECT_FALSE(cassette::Store(dir.path(), "a.yaml").exists());
}

TEST_F(RecordingTest, LeavesNothingOldWhereItReplaces) {
  auto first = into("a.yaml");
  first.record(get("http://o.test/1"));
  first.commit(false);
  auto second = into("a.yaml");
  second.commit(true);
  EXPECT_EQ(kept("a.yaml"), 0U);
}

TEST_F(RecordingTest, RefusesHalfABodyAndSaysSo) {
  auto recording = into("a.yaml");
  auto half = get("http://o.test/big");
  std::get<Response>(half.outcome).body.is_truncated = true;
  EXPECT_FALSE(recording.place(half, {}));
  const auto findings = journal.take_findings();
  ASSERT_THAT(findings, testing::SizeIs(1));
  EXPECT_EQ(findings[0].kind, FindingKind::cassette_not_saved);
  EXPECT_THAT(findings[0].message, testing::HasSubstr("body_limit_bytes"));
}

TEST_F(RecordingTest, SaysOnceWhenTheDirectoryCannotBeMade) {
  cassette::Store(dir.path(), "file").replace("in the way");
  auto recording = into("file/a.yaml");
  recording.record(get("http://o.test/1"));
  recording.record(get("http://o.test/2"));
  recording.commit(false);
  const auto findings = journal.take_findings();
  ASSERT_THAT(findings, testing::SizeIs(1));
  EXPECT_EQ(findings[0].kind, FindingKind::cassette_not_saved);
}

TEST_F(RecordingTest, KeepsNothingWithoutACassette) {
  Recording recording(std::nullopt, {}, {}, facts, journal,
                      Secrecy{std::make_shared<secrets::Redactor>(secrets::default_rules())});
  recording.record(get("http://o.test/1"));
  recording.commit(true);
  EXPECT_THAT(journal.take_findings(), testing::IsEmpty());
}

}  // namespace
}  // namespace wiretape::deck

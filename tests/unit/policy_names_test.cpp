// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <wiretape/finding.hpp>
#include <wiretape/journal.hpp>
#include <wiretape/options.hpp>

namespace wiretape {
namespace {

TEST(Names, OfRecordModesAreReadBack) {
  for (const auto mode : {RecordMode::once, RecordMode::new_episodes, RecordMode::none, RecordMode::all,
                          RecordMode::passthrough}) {
    EXPECT_EQ(record_mode(to_string(mode)), mode);
  }
  EXPECT_EQ(to_string(RecordMode::new_episodes), "new_episodes");
  EXPECT_EQ(record_mode("ONCE"), std::nullopt);
  EXPECT_EQ(record_mode(""), std::nullopt);
}

TEST(Names, OfRepeatsAreReadBack) {
  for (const auto each : {Repeats::none, Repeats::last, Repeats::cycle, Repeats::free}) {
    EXPECT_EQ(repeats(to_string(each)), each);
  }
  EXPECT_EQ(repeats("always"), std::nullopt);
}

TEST(Names, AreTheEnumerators) {
  EXPECT_EQ(to_string(FindingKind::unmatched_request), "unmatched_request");
  EXPECT_EQ(to_string(FindingKind::internal_error), "internal_error");
  EXPECT_EQ(to_string(JournalKind::connection_opened), "connection_opened");
  EXPECT_EQ(to_string(JournalKind::connection_closed), "connection_closed");
  EXPECT_EQ(to_string(AnswerSource::deck), "deck");
}

TEST(Names, OfMatchPartsHoldTheirArgument) {
  EXPECT_EQ(match::path.name(), "path");
  EXPECT_EQ(match::header("X-Tenant").name(), "header(X-Tenant)");
  EXPECT_EQ(match::custom("tenant", [](const Request&, const Request&) { return true; }).name(),
            "custom(tenant)");
}

TEST(MatchPolicy, IsByDefaultAllButHeadersAndCustomParts) {
  std::string names;
  for (const auto& part : default_match_policy()) names += part.name() + ' ';
  EXPECT_EQ(names, "method scheme host port path query body ");
}

TEST(Names, AreInWhatGoogleTestPrints) {
  EXPECT_EQ(testing::PrintToString(Finding{FindingKind::unsupported, "HTTP/2"}), "unsupported: HTTP/2");
  JournalEntry entry;
  entry.at = std::chrono::microseconds(42);
  entry.kind = JournalKind::answered;
  entry.connection = 3;
  entry.text = "GET http://a/ 200 (cassette)";
  entry.source = AnswerSource::cassette;
  EXPECT_EQ(testing::PrintToString(RecordMode::new_episodes), "new_episodes");
  EXPECT_EQ(testing::PrintToString(Repeats::last), "last");
  EXPECT_EQ(testing::PrintToString(entry), "[42 us] answered #3: GET http://a/ 200 (cassette)");
}

}  // namespace
}  // namespace wiretape

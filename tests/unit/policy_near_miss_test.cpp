// SPDX-License-Identifier: MIT
// Each message is a golden: fixtures/messages/unmatched_*.txt.
#include "policy/near_miss.hpp"

#include <gmock/gmock.h>

#include "support/golden.hpp"
#include "support/matching.hpp"
#include "support/tapes.hpp"

namespace wiretape::policy {
namespace {

using test::answered;
using test::get;
using test::is_golden;
using test::post;
using testing::HasSubstr;
using testing::Not;

const std::string api = "https://api.weather.test";

struct Given {
  std::vector<Interaction> recorded;
  std::vector<std::size_t> played = {};
  MatchPolicy match_on = default_match_policy();
  bool is_mode_from_code = false;
};

std::string report(const Given& given, const Request& live) {
  const auto tape = test::tape_of(given.recorded);
  const secrets::Redactor redactor(secrets::default_rules());
  Candidates candidates(given.match_on, tape, redactor);
  for (const auto i : given.played) candidates.play(i);
  const DeckFacts deck{RecordMode::once, given.is_mode_from_code, "cassettes/WeatherClient/AsksAgain.yaml"};
  const auto finding = unmatched_request(deck, given.match_on, tape, candidates, live);
  EXPECT_EQ(finding.kind, FindingKind::unmatched_request);
  return finding.message;
}

TEST(NearMiss, ShowsTheQueryThatDiffers) {
  EXPECT_TRUE(is_golden("unmatched_query", report({{answered(get(api + "/tomorrow?city=Oslo")),
                                                    answered(get(api + "/today?city=Oslo"))}},
                                                  get(api + "/today?city=Bergen"))));
}

TEST(NearMiss, ShowsUpToThreeNearestFirst) {
  EXPECT_TRUE(
      is_golden("unmatched_three_nearest",
                report({{answered(get(api + "/users/1/orders")), answered(get(api + "/users/2")),
                         answered(get("https://other.test/health")), answered(get(api + "/users/2/orders/7")),
                         answered(get(api + "/users/2/orders?page=2"))},
                        {4}},
                       get(api + "/users/2/orders"))));
}

TEST(NearMiss, ShowsJsonBodiesByPath) {
  EXPECT_TRUE(is_golden("unmatched_json_body",
                        report({{answered(post(api + "/orders", "application/json",
                                               R"({"city": "Oslo", "items": [{"id": 7}]})"))}},
                               post(api + "/orders", "application/json",
                                    R"({"city": "Bergen", "items": [{"id": 7}, {"id": 8}]})"))));
}

TEST(NearMiss, ShowsTheFirstLineOfTextBodies) {
  EXPECT_TRUE(is_golden("unmatched_text_body",
                        report({{answered(post(api + "/notes", "text/plain", "milk\nbread\nsalt"))}},
                               post(api + "/notes", "text/plain", "milk\nbutter\nsalt"))));
}

TEST(NearMiss, NamesTheSettingInCodeWhereTheModeComesFromThere) {
  EXPECT_TRUE(is_golden("unmatched_mode_from_code", report({.recorded = {answered(get(api + "/a"))},
                                                            .match_on = {match::method, match::path},
                                                            .is_mode_from_code = true},
                                                           get(api + "/b"))));
}

TEST(NearMiss, SaysThatTheOneAnswerWasPlayed) {
  EXPECT_TRUE(
      is_golden("unmatched_played_one", report({{answered(get(api + "/today"))}, {0}}, get(api + "/today"))));
}

TEST(NearMiss, SaysThatAllAnswersWerePlayed) {
  EXPECT_TRUE(is_golden(
      "unmatched_played_all",
      report({{answered(get(api + "/today")), answered(get(api + "/other")), answered(get(api + "/today"))},
              {0, 2}},
             get(api + "/today"))));
}

TEST(NearMiss, SaysThatTheCassetteIsEmpty) {
  EXPECT_TRUE(is_golden("unmatched_empty_cassette", report({}, get(api + "/today"))));
}

TEST(NearMiss, SaysThatNothingIsAlike) {
  EXPECT_TRUE(is_golden("unmatched_nothing_alike", report({{answered(get("https://other.test/health")),
                                                            answered(get("https://other.test/"))}},
                                                          get(api + "/today"))));
}

TEST(NearMiss, MasksSecretsAndEscapesWhatCameFromTheWire) {
  auto recorded = get(api + "/today"), live = get(api + "/today");
  recorded.headers = {{"Authorization", "Bearer first"}, {"X-Note", "plain"}};
  live.headers = {{"Authorization", "Bearer second"}, {"X-Note", "\x1b]0;owned\x07"}};
  EXPECT_TRUE(is_golden("unmatched_headers",
                        report({.recorded = {answered(recorded)},
                                .match_on = {match::method, match::path, match::header("Authorization"),
                                             match::header("X-Note")}},
                               live)));
}

TEST(NearMiss, NeverShowsHeadersThatAreNotMatched) {
  auto live = get(api + "/today");
  live.headers = {{"Authorization", "Bearer verysecret"}, {"Cookie", "id=verysecret"}};
  EXPECT_THAT(report({{answered(get(api + "/tomorrow"))}}, live), Not(HasSubstr("verysecret")));
}

// What the message offers to paste must do what it says.
TEST(NearMiss, OffersAMatchPolicyThatWouldPlayTheNearest) {
  EXPECT_THAT(report({{answered(get(api + "/today?a=1"))}}, get("http://api.weather.test/today")),
              HasSubstr("leave scheme, port and query out of matching:  "
                        ".match_on = {match::method, match::host, match::path, match::body}"));
}

TEST(NearMiss, OffersNoMatchPolicyThatWouldPlayAnotherPathOrWhatWasPlayed) {
  EXPECT_THAT(report({{answered(get(api + "/a"))}}, get(api + "/b")), Not(HasSubstr("match_on")));
  EXPECT_THAT(report({{answered(get(api + "/a?x=1"))}, {0}}, get(api + "/a")), Not(HasSubstr("match_on")));
}

TEST(NearMiss, TellsPlayedAnswersFromTheNearestUnderAPolicyWithoutHostAndPath) {
  EXPECT_THAT(report({.recorded = {answered(get("http://x/y"))}, .played = {0}, .match_on = {match::method}},
                     get(api + "/today")),
              HasSubstr("already played"));
}

}  // namespace
}  // namespace wiretape::policy

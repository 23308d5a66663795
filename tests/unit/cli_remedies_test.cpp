// SPDX-License-Identifier: MIT
#include "cli/remedies.hpp"

#include <gmock/gmock.h>

#include <wiretape/deck.hpp>

#include "policy/messages.hpp"
#include "policy/near_miss.hpp"
#include "policy/websocket_findings.hpp"
#include "support/interactions.hpp"

namespace wiretape::cli {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

const RunFacts run{"weather.yaml", "http://127.0.0.1:8080", "/tmp/ca.pem"};
const policy::DeckFacts deck{RecordMode::none, true, "./weather.yaml"};

std::string said(const Finding& finding) { return in_words_of_program(finding, run); }

// No word of the library's, which the program's user cannot write down anywhere.
testing::Matcher<std::string> IsForTheProgram() {
  std::vector<testing::Matcher<std::string>> lacks;
  for (const auto* word :
       {"RecordMode", "match::", "ignore::", "DeckOptions", "deck.", "()", "  .", "WIRETAPE_MODE"}) {
    lacks.push_back(Not(HasSubstr(word)));
  }
  return testing::AllOfArray(lacks);
}

TEST(InWordsOfProgram, NamesTheCommandForAMode) {
  const auto missing = said(policy::cassette_missing(deck, Request{}));
  EXPECT_THAT(missing, EndsWith("wiretape record --mode once -c weather.yaml"));
  const auto unreadable = said(policy::cassette_unreadable(deck, 1, Error{"bad", 31}));
  EXPECT_THAT(unreadable, EndsWith("wiretape record --mode all -c weather.yaml"));
}

TEST(InWordsOfProgram, QuotesACassetteThatAShellWouldTakeApart) {
  const auto finding = policy::cassette_unreadable(deck, 1, Error{"bad", 31});
  EXPECT_THAT(in_words_of_program(finding, {"my tape's.yaml", "", ""}),
              EndsWith(R"(-c 'my tape'\''s.yaml')"));
}

TEST(InWordsOfProgram, NamesMatchPartsAsTheOptionDoes) {
  const Finding finding{
      FindingKind::unmatched_request,
      "GET http://h/a matches nothing\n  next: .mode = RecordMode::new_episodes records it\n"
      "        or leave query out of matching:  .match_on = {match::method, match::path, "
      "match::header(\"X-Tenant\")}"};
  EXPECT_EQ(said(finding),
            "GET http://h/a matches nothing\n"
            "  next: wiretape record --mode new_episodes -c weather.yaml records it\n"
            "        or leave query out of matching:  --match method,path,header:X-Tenant");
}

TEST(InWordsOfProgram, NamesPlacesAsTheOptionsDo) {
  const Finding finding{FindingKind::unmatched_request,
                        "a\n        or let that differ:  .ignore = {ignore::query(\"now\"), "
                        "ignore_value::json(\"/a\"), ignore::form(\"t\")}"};
  EXPECT_EQ(said(finding),
            "a\n        or let that differ:  --ignore query:now --ignore-value json:/a --ignore form:t");
}

TEST(InWordsOfProgram, NamesRedactionsAsTheOptionsDo) {
  const auto text = said(policy::secret_refused(deck, {{"what looks like one", "the response's body, /a",
                                                        "q7Zk29vLxT04mWbR8sYd", redact::json("/a")}}));
  EXPECT_THAT(text, HasSubstr("a placeholder stand for it:  --redact 'json:/a'\n"));
  EXPECT_THAT(text, EndsWith("where it is none:  --keep 'json:/a'"));
}

TEST(InWordsOfProgram, KnowsWhatTheLibrarySaysOfAnUnmatchedRequest) {
  Cassette cassette;
  cassette.interactions.push_back(support::weather());
  const auto text = format_cassette(cassette, CassetteFormat::yaml);
  const auto tape = std::move(*cassette::Tape::open(text, CassetteFormat::yaml));
  auto live = support::weather().request;
  live.url.target = "/today?city=Bergen";
  MatchPolicy policy = default_match_policy();
  policy.push_back(match::header("Accept"));
  const secrets::Redactor redactor(secrets::default_rules());
  const policy::Candidates candidates(policy, tape, redactor);
  const auto message = said(policy::unmatched_request(deck, policy, tape, candidates, live));
  EXPECT_THAT(message, HasSubstr("wiretape record --mode new_episodes -c weather.yaml"));
  EXPECT_THAT(message, HasSubstr("or let that differ:  --ignore-value query:city"));
  EXPECT_THAT(message, IsForTheProgram());
}

TEST(InWordsOfProgram, SaysHowToTrustTheAuthority) {
  const auto text = said(policy::client_refused_tls("api.weather.test", "unknown ca", "/tmp/ca.pem"));
  EXPECT_THAT(text, HasSubstr("\n  next: make the client trust it:  curl --cacert /tmp/ca.pem\n"));
  EXPECT_THAT(text, HasSubstr("`wiretape ca`"));
  EXPECT_THAT(text, IsForTheProgram());
}

TEST(InWordsOfProgram, KnowsEveryOtherRemedy) {
  const auto malformed = said(policy::malformed_request(400, Error{"bad", 3}, "GET"));
  EXPECT_THAT(malformed, EndsWith("to send such bytes on purpose:  --accept-malformed"));
  EXPECT_THAT(malformed, IsForTheProgram());

  Cassette cassette;
  cassette.interactions.push_back(support::weather());
  const auto tape =
      std::move(*cassette::Tape::open(format_cassette(cassette, CassetteFormat::yaml), CassetteFormat::yaml));
  const auto unused = said(policy::unused_interactions(deck, tape, {0}));
  EXPECT_THAT(unused, EndsWith("or let them be:  leave out --require-all-used"));
  EXPECT_THAT(unused, IsForTheProgram());
  EXPECT_THAT(said(policy::unsupported("HTTP/2", "api.weather.test")), IsForTheProgram());

  const auto recorded = text_message("a"), live = text_message("b");
  const auto differs = said(policy::message_differs(deck, "http://chat.test/", {recorded, 1}, live));
  EXPECT_THAT(differs, EndsWith("do not matter:  --message-order any_client_order --json-messages"));
  EXPECT_THAT(differs, IsForTheProgram());
}

TEST(InWordsOfProgram, KnowsWhatADeckSaysThatCannotStart) {
  const auto start_error = [](const DeckOptions& options) {
    try {
      const Deck started(options);
      return std::string("it started");
    } catch (const StartError& error) {
      return in_words_of_program(error.what());
    }
  };
  DeckOptions remote;
  remote.listen = "0.0.0.0:0";
  EXPECT_THAT(start_error(remote), HasSubstr("say --allow-remote to mean that"));
  DeckOptions roots;
  roots.origin_ca_file = "/nowhere/ca.pem";
  EXPECT_THAT(start_error(roots), testing::StartsWith("--origin-ca: "));
  const Deck first;
  DeckOptions taken;
  taken.listen = "127.0.0.1:" + std::to_string(first.port());
  EXPECT_THAT(start_error(taken), HasSubstr("\n  next: give --listen another port"));
  EXPECT_THAT(start_error(taken), IsForTheProgram());
}

}  // namespace
}  // namespace wiretape::cli

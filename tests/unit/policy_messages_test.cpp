// SPDX-License-Identifier: MIT
// Each message is a golden: fixtures/messages/*.txt.
#include "policy/messages.hpp"

#include <gtest/gtest.h>

#include "support/golden.hpp"
#include "support/matching.hpp"
#include "support/tapes.hpp"

namespace wiretape::policy {
namespace {

using test::answered;
using test::get;
using test::is_golden;

const DeckFacts deck{RecordMode::none, false, "cassettes/WeatherClient/AsksAgain.yaml"};
const DeckFacts deck_in_code{RecordMode::none, true, "cassettes/WeatherClient/AsksAgain.yaml"};

TEST(Messages, SayThatTheCassetteIsMissing) {
  const auto finding = cassette_missing(deck, get("https://api.weather.test/today"));
  EXPECT_EQ(finding.kind, FindingKind::cassette_missing);
  EXPECT_TRUE(is_golden("cassette_missing", finding.message));
  EXPECT_TRUE(is_golden("cassette_missing_mode_from_code",
                        cassette_missing(deck_in_code, get("https://api.weather.test/today")).message));
}

TEST(Messages, SayThatThereIsNoCassetteAtAll) {
  EXPECT_TRUE(
      is_golden("cassette_not_named", cassette_missing({RecordMode::none}, get("http://h/a")).message));
}

TEST(Messages, SayWhereACassetteCannotBeRead) {
  const auto finding = cassette_unreadable(deck, 1, {"'status' wants a number, not 'ok'", 31});
  EXPECT_EQ(finding.kind, FindingKind::cassette_unreadable);
  EXPECT_TRUE(is_golden("cassette_unreadable", finding.message));
}

TEST(Messages, ListUnusedInteractions) {
  const auto tape = test::tape_of(
      {answered(get("http://h/a")), answered(get("http://h/b?x=1")), answered(get("http://h/c"))});
  const auto finding = unused_interactions(deck, tape, {0, 1});
  EXPECT_EQ(finding.kind, FindingKind::unused_interaction);
  EXPECT_TRUE(is_golden("unused_interactions", finding.message));
  EXPECT_TRUE(is_golden("unused_one_interaction", unused_interactions(deck_in_code, tape, {2}).message));
}

TEST(Messages, ListTenOfManyUnusedInteractions) {
  std::vector<std::size_t> all;
  std::vector<Interaction> many;
  for (std::size_t i = 0; i < 14; ++i) {
    all.push_back(i);
    many.push_back(answered(get("http://h/" + std::to_string(i))));
  }
  EXPECT_TRUE(
      is_golden("unused_many_interactions", unused_interactions(deck, test::tape_of(many), all).message));
}

TEST(Messages, SayWhyACassetteWasNotSaved) {
  const CassetteError cause("cassettes/WeatherClient/AsksAgain.yaml", 0, "another process records it",
                            "wait for it, or give this test a cassette of its own");
  const auto finding = cassette_not_saved(deck, cause.what());
  EXPECT_EQ(finding.kind, FindingKind::cassette_not_saved);
  EXPECT_TRUE(is_golden("cassette_not_saved", finding.message));
}

TEST(Messages, SayThatAFailureWasRecorded) {
  auto failed = answered(get("https://api.weather.test/today"));
  failed.outcome = TransportError{
      TransportErrorKind::refused, "connect to api.weather.test:443 (10.0.0.7): Connection refused", {}};
  EXPECT_TRUE(is_golden("recorded_failure", recorded_failure(deck, failed)));
}

TEST(Messages, ShowWhereARequestIsMalformed) {
  const std::string bytes =
      "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcabcabcabcabcabcabcabc";
  const auto finding = malformed_request(400, {"a second, different Content-Length", 44}, bytes);
  EXPECT_EQ(finding.kind, FindingKind::malformed_request);
  EXPECT_TRUE(is_golden("malformed_request", finding.message));
}

TEST(Messages, ShowPartOfAnOversizedHead) {
  const auto bytes = "GET / HTTP/1.1\r\nX: " + std::string(70'000, 'x');
  EXPECT_TRUE(
      is_golden("malformed_request_oversized",
                malformed_request(431, {"the head has more than 65536 bytes", 65'536}, bytes).message));
  EXPECT_TRUE(is_golden("malformed_request_no_bytes",
                        malformed_request(400, {"the request line is empty", 9}, "").message));
}

TEST(Messages, HideSecretsInMalformedHeads) {
  const std::string bytes = "GET / HTTP/1.1\r\nAuthorization: Bearer verysecret\r\nBad Name: x\r\n\r\n";
  EXPECT_TRUE(is_golden("malformed_request_with_secret",
                        malformed_request(400, {"a space in a header's name", 54}, bytes).message));
}

TEST(Messages, SayHowAClientComesToTrustTheDeck) {
  const auto finding =
      client_refused_tls("api.weather.test", "tlsv1 alert unknown ca", "/tmp/wiretape-ca-1234.pem");
  EXPECT_EQ(finding.kind, FindingKind::client_refused_tls);
  EXPECT_TRUE(is_golden("client_refused_tls", finding.message));
}

TEST(Messages, SayWhatIsNotSupportedYet) {
  const auto finding = unsupported("HTTP/2 without TLS", "http://api.weather.test/live");
  EXPECT_EQ(finding.kind, FindingKind::unsupported);
  EXPECT_TRUE(is_golden("malformed_socks5", malformed_socks5({"the SOCKS command 0x09", 1}).message));
  EXPECT_TRUE(
      is_golden("host_not_allowed", host_not_allowed("GET https://tracker.test/a", "tracker.test").message));
  EXPECT_TRUE(is_golden("body_not_decoded", body_not_decoded("the answer to GET http://a.test/",
                                                             "gzip: decodes to more than 67108864 bytes")
                                                .message));
  EXPECT_TRUE(is_golden("cassette_expired", cassette_expired(deck, "2026-08-01T00:00:00Z", 121, 90).message));
  EXPECT_TRUE(is_golden(
      "secret_refused",
      secret_refused(deck, {{"what looks like one, by its name", "the response's body, /mySecretThing",
                             "q7Zk29vLxT04mWbR8sYd", redact::json("/mySecretThing")},
                            {"a GitHub token", "a message", "0123456789"}})
          .message));
  EXPECT_TRUE(is_golden("rule_not_met", rule_not_met("rule 'busy'", 1, 3, Times(2)).message));
  EXPECT_TRUE(is_golden("rule_never_met", rule_not_met("rule 2", 0, 0, Times::at_least(1)).message));
  EXPECT_TRUE(is_golden("large_body_unreadable",
                        cassette_unreadable("Uploads/Photo.yaml.bodies/00ff.png: has become shorter\n"
                                            "  next: leave it alone while it is played")
                            .message));
  EXPECT_TRUE(is_golden("unsupported_target", finding.message));
  EXPECT_TRUE(is_golden("unsupported_http2", unsupported("HTTP/2", "").message));
}

TEST(Messages, SayWhichTlsTheDeckSpeaks) {
  const auto finding = no_common_tls("api.weather.test", "TLS: no shared cipher");
  EXPECT_EQ(finding.kind, FindingKind::unsupported);
  EXPECT_TRUE(is_golden("no_common_tls", finding.message));
}

TEST(Messages, SayThatWiretapeFailed) {
  const auto finding = internal_error("connection 3", "vector::_M_range_check\nat line\x1b[2J");
  EXPECT_EQ(finding.kind, FindingKind::internal_error);
  EXPECT_TRUE(is_golden("internal_error", finding.message));
}

}  // namespace
}  // namespace wiretape::policy

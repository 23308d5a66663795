// SPDX-License-Identifier: MIT
// A deck as its owner sees it, without a client; what goes through one is tested in script/ and e2e/.
#include <sys/wait.h>
#include <unistd.h>

#include <gmock/gmock.h>

#include <cmath>

#include <wiretape/deck.hpp>

#include "support/temp_directory.hpp"

namespace wiretape {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

std::string start_error(DeckOptions options) {
  try {
    const Deck deck(std::move(options));
    return "it started";
  } catch (const StartError& error) {
    return error.what();
  }
}

TEST(Deck, ListensOnLoopbackAndSaysWhere) {
  const Deck deck;
  EXPECT_EQ(deck.proxy_url(), "http://127.0.0.1:" + std::to_string(deck.port()));
  EXPECT_EQ(deck.tls_proxy_url(), "https://127.0.0.1:" + std::to_string(deck.port()));
  EXPECT_THAT(deck.ca_pem(), StartsWith("-----BEGIN CERTIFICATE-----"));
}

TEST(Deck, ListensOnIpv6OnRequest) {
  DeckOptions options;
  options.listen = "[::1]:0";
  const Deck deck(options);
  EXPECT_THAT(deck.proxy_url(), StartsWith("http://[::1]:"));
}

TEST(Deck, RefusesAddressesThatOthersReach) {
  DeckOptions options;
  options.listen = "0.0.0.0:0";
  EXPECT_THAT(start_error(options), HasSubstr("allows_remote_clients"));
}

TEST(Deck, RefusesAReverseOriginThatIsNoUrl) {
  DeckOptions options;
  options.reverse_origin = "api.weather.test";
  EXPECT_THAT(start_error(options), HasSubstr("reverse_origin"));
}

TEST(Deck, RefusesAnAuthorityFileThatIsNotThere) {
  DeckOptions options;
  options.origin_ca_file = "/nowhere/ca.pem";
  EXPECT_THAT(start_error(options), HasSubstr("/nowhere/ca.pem"));
}

TEST(Deck, StandsForItsReverseOriginsPath) {
  DeckOptions options;
  options.reverse_origin = "https://api.weather.test/v2";
  const Deck deck(options);
  EXPECT_EQ(deck.base_url(), deck.proxy_url() + "/v2");
  EXPECT_EQ(deck.tls_base_url(), deck.tls_proxy_url() + "/v2");
  EXPECT_THROW(static_cast<void>(Deck().base_url()), StartError);
}

TEST(Deck, StopsTwiceAndFindsNothingWhereNothingHappened) {
  Deck deck;
  EXPECT_THAT(deck.stop(), IsEmpty());
  EXPECT_THAT(deck.stop(), IsEmpty());
  EXPECT_THAT(deck.requests(), IsEmpty());
  EXPECT_FALSE(deck.wait_for(AnyRequest(), std::chrono::seconds(10)));
}

TEST(Deck, FindsWhatWasNeverPlayed) {
  const support::TempDirectory dir;
  Cassette cassette;
  cassette.interactions.resize(1);
  cassette.interactions[0].request.url = Url::parse("http://o.test/never");
  cassette.interactions[0].outcome = Response{};
  write_cassette(cassette, dir.path() + "/a.yaml");
  DeckOptions options;
  options.cassette_dir = dir.path();
  options.cassette = "a";
  options.mode = RecordMode::none;
  Deck deck(options);
  EXPECT_FALSE(deck.is_recording());
  const auto findings = deck.stop();
  ASSERT_THAT(findings, testing::SizeIs(1));
  EXPECT_EQ(findings[0].kind, FindingKind::unused_interaction);
  EXPECT_THAT(findings[0].message, HasSubstr("http://o.test/never"));
}

TEST(Deck, SaysWhatToDoWhereItCannotStart) {
  const Deck other;
  EXPECT_EQ(
      start_error({.listen = "127.0.0.1:" + std::to_string(other.port())}),
      "cannot listen on \"127.0.0.1:" + std::to_string(other.port()) +
          "\": Address already in use\n  next: listen on \"127.0.0.1:0\", where any free port is taken, "
          "or on another one");
  EXPECT_THAT(start_error({.origin_ca_file = "/no/such.pem"}),
              AllOf(HasSubstr("origin_ca_file: "), HasSubstr("\n  next: name a PEM file")));
  EXPECT_THAT(start_error({.upstream_proxy = "socks5://p"}), HasSubstr("\n  next: write it as"));
  EXPECT_THAT(start_error({.proxy_credentials = "mona"}), HasSubstr("\n  next: write it as"));
  EXPECT_THAT(start_error({.speed = Speed(0)}), HasSubstr("\n  next: use speed::instant"));
  EXPECT_THAT(start_error({.speed = Speed(std::nan(""))}), HasSubstr("\n  next: use speed::instant"));
  EXPECT_THAT(start_error({.only = {"https://x"}}), HasSubstr("\n  next: write it as"));
  EXPECT_THAT(start_error({.resolve = {{"x", "localhost"}}}), HasSubstr("\n  next: write it as"));
  EXPECT_THAT(start_error({.reverse_origin = "ftp://x"}), HasSubstr("\n  next: write it as"));
}

TEST(Deck, CanBeDestroyedInAForkedChild) {
  auto deck = std::make_unique<Deck>();
  const pid_t child = ::fork();
  if (child == 0) {
    const bool is_quiet = deck->stop().empty();
    deck.reset();
    ::_exit(is_quiet ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_THAT(deck->stop(), IsEmpty());
}

TEST(Deck, CanBeMoved) {
  Deck first;
  const auto port = first.port();
  Deck second(std::move(first));
  EXPECT_EQ(second.port(), port);
  second = Deck();
  EXPECT_NE(second.port(), 0);
}

}  // namespace
}  // namespace wiretape

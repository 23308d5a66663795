// SPDX-License-Identifier: MIT
// Nothing leaves a deck that plays: neither for what is recorded, nor for what is not. That no other socket
// is opened either is what offline.sh shows.
#include "support/played.hpp"
#include "support/replayed.hpp"

namespace wiretape {
namespace {

using namespace support;
using testing::EndsWith;
using testing::Field;
using testing::SizeIs;
using testing::StartsWith;

class ReplayedOffline : public testing::TestWithParam<RecordMode> {};

TEST_P(ReplayedOffline, SendsNothingOutForWhatIsNotRecorded) {
  const RawOrigin origin(always(ok_answer("from the origin")));
  const TempDirectory dir;
  auto options = playing(dir, {interaction(origin.http + "/a", "from the cassette")});
  options.mode = GetParam();
  Deck deck(options);
  note_port(deck);

  EXPECT_THAT(get_once(deck, origin.http + "/a"), EndsWith("from the cassette"));
  for (const std::string& url : {origin.http + "/a", origin.http + "/b", std::string("http://never.test/"),
                                 "http://localhost:" + std::to_string(deck.port()) + "/"}) {
    EXPECT_THAT(get_once(deck, url), StartsWith("HTTP/1.1 599 Wiretape Finding\r\n"));
  }
  auto tunnel = Connection::to(deck.port());
  tunnel.send(
      "CONNECT never.test:80 HTTP/1.1\r\nHost: never.test:80\r\n\r\n"
      "GET /in/a/tunnel HTTP/1.1\r\nHost: never.test\r\n\r\n");
  tunnel.read_until("\r\n\r\n");
  EXPECT_THAT(tunnel.read_until("\r\n\r\n"), StartsWith("HTTP/1.1 599 Wiretape Finding\r\n"));

  const auto findings = deck.stop();
  EXPECT_THAT(findings, SizeIs(5));
  EXPECT_THAT(findings, Each(Field(&Finding::kind, FindingKind::unmatched_request)));
  EXPECT_EQ(origin.connections(), 0);
}

INSTANTIATE_TEST_SUITE_P(In, ReplayedOffline, testing::Values(RecordMode::none, RecordMode::once),
                         [](const auto& test) { return std::string(to_string(test.param)); });

TEST(ReplayedWithoutCassette, SendsNothingOut) {
  const RawOrigin origin(always(ok_answer("from the origin")));
  const TempDirectory dir;
  DeckOptions options;
  options.cassette_dir = dir.path();
  options.cassette = "missing";
  options.mode = RecordMode::none;
  Deck deck(options);
  note_port(deck);
  EXPECT_THAT(get_once(deck, origin.http + "/a"), StartsWith("HTTP/1.1 599 Wiretape Finding\r\n"));
  EXPECT_THAT(deck.stop(), ElementsAre(Field(&Finding::kind, FindingKind::cassette_missing)));
  EXPECT_EQ(origin.connections(), 0);
  EXPECT_THAT(dir.files(), testing::IsEmpty());
}

}  // namespace
}  // namespace wiretape

// SPDX-License-Identifier: MIT
// Tunnels: by CONNECT and by SOCKS5, intercepted, passed through and refused.
#include <gmock/gmock.h>

#include <wiretape/matchers.hpp>

#include "support/tape_rig.hpp"

namespace wiretape::proxy {
namespace {

using namespace std::string_literals;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

RigOptions playing_hello() {
  Interaction hello;
  hello.request.url = Url::parse("http://o.test/hello");
  hello.request.headers = {{"Host", "o.test"}};
  Response response;
  response.framing = Framing::content_length;
  response.headers = {{"Content-Length", "5"}};
  response.body.bytes = "hello";
  hello.outcome = response;
  RigOptions options;
  options.setup.mode = RecordMode::none;
  options.setup.cassette = "cassettes/a.yaml";
  options.setup.has_cassette_file = true;
  options.cassette.interactions = {hello};
  return options;
}

const std::string greeting = "\x05\x01\x00"s, no_authentication = "\x05\x00"s;
const std::string to_o_test = "\x05\x01\x00\x03\x06o.test\x00\x50"s;
const std::string get_hello = "GET /hello HTTP/1.1\r\nHost: o.test\r\n\r\n";
const std::string connect_o_test = "CONNECT o.test:80 HTTP/1.1\r\nHost: o.test:80\r\n\r\n";

std::string reply(char code) { return "\x05"s + code + "\x00\x01\x00\x00\x00\x00\x00\x00"s; }

std::vector<std::string> texts(const TapeRig& rig, JournalKind kind) {
  std::vector<std::string> found;
  for (const auto& entry : rig.journal.entries) {
    if (entry.kind == kind) found.push_back(entry.text);
  }
  return found;
}

TEST(Socks5Client, IsPlayedItsAnswers) {
  TapeRig rig(playing_hello());
  EXPECT_EQ(rig.say(greeting), no_authentication);
  EXPECT_EQ(rig.say(to_o_test), reply('\x00'));
  EXPECT_THAT(rig.say(get_hello), EndsWith("\r\n\r\nhello"));
  EXPECT_THAT(texts(rig, JournalKind::tunnel_opened), ElementsAre("SOCKS5 o.test:80"));
  EXPECT_THAT(rig.journal.findings, IsEmpty());
  EXPECT_THAT(rig.connector.asked, IsEmpty());
}

TEST(Socks5Client, MaySayAllAtOnceOrByteByByte) {
  TapeRig at_once(playing_hello());
  EXPECT_EQ(at_once.say(greeting + to_o_test + get_hello).substr(0, 12), no_authentication + reply('\x00'));
  TapeRig slowly(playing_hello());
  std::string heard;
  for (const char c : greeting + to_o_test + get_hello) heard += slowly.say(std::string(1, c));
  EXPECT_THAT(heard, StartsWith(no_authentication + reply('\x00')));
  EXPECT_THAT(heard, EndsWith("hello"));
}

TEST(Socks5Client, MayShowANameAndPasswordOfWhichAnyWillDo) {
  TapeRig rig(playing_hello());
  EXPECT_EQ(rig.say("\x05\x01\x02"s), "\x05\x02"s);
  EXPECT_EQ(rig.say("\x01\x04mona\x06secret"s), "\x01\x00"s);
  EXPECT_EQ(rig.say(to_o_test), reply('\x00'));
  EXPECT_THAT(rig.say(get_hello), EndsWith("hello"));
  for (const auto& entry : rig.journal.entries) EXPECT_THAT(entry.text, Not(HasSubstr("secret")));
}

TEST(Socks5Client, IsToldWhatIsNotSpoken) {
  TapeRig kerberos;
  EXPECT_EQ(kerberos.say("\x05\x01\x01"s), "\x05\xff"s);
  ASSERT_THAT(kerberos.journal.findings, SizeIs(1));
  EXPECT_EQ(kerberos.journal.findings[0].kind, FindingKind::unsupported);
  TapeRig udp;
  EXPECT_EQ(udp.say(greeting + "\x05\x03\x00\x01\x7f\x00\x00\x01\x00\x35"s),
            no_authentication + reply('\x07'));
  ASSERT_THAT(udp.journal.findings, SizeIs(1));
  EXPECT_THAT(udp.journal.findings[0].message, HasSubstr("SOCKS5 UDP ASSOCIATE to 127.0.0.1:53"));
}

TEST(Socks5Client, WhoseBytesAreNoneIsClosed) {
  TapeRig rig;
  EXPECT_EQ(rig.say(greeting + "GET / HTTP/1.1\r\n\r\n"), no_authentication);
  EXPECT_TRUE(rig.client->has_ended());
  ASSERT_THAT(rig.journal.findings, SizeIs(1));
  EXPECT_EQ(rig.journal.findings[0].kind, FindingKind::malformed_request);
  EXPECT_THAT(rig.journal.findings[0].message, HasSubstr("a SOCKS request of version 71, not 5"));
  EXPECT_THAT(texts(rig, JournalKind::refused_bytes),
              ElementsAre("SOCKS5: a SOCKS request of version 71, not 5"));
}

TEST(Socks5Client, ThatStopsInTheMiddleIsNotWaitedForForever) {
  RigOptions options;
  options.limits.head = std::chrono::seconds(5);
  TapeRig rig(options);
  EXPECT_EQ(rig.say(greeting), no_authentication);
  rig.advance(std::chrono::seconds(4));
  EXPECT_FALSE(rig.has_ended());
  rig.advance(std::chrono::seconds(1));
  rig.advance(std::chrono::seconds(5));
  EXPECT_TRUE(rig.has_ended());
}

TEST(TunnelPassedThrough, CarriesBytesBothWaysAndUnread) {
  RigOptions options = playing_hello();
  options.pass_through = {"o.test"};
  TapeRig rig(options);
  EXPECT_EQ(rig.say(connect_o_test + "\x16\x03first"), "HTTP/1.1 200 Connection established\r\n\r\n");
  EXPECT_THAT(rig.connector.asked, ElementsAre("http://o.test:80"));
  ASSERT_THAT(rig.connector.origins, SizeIs(1));
  auto& origin = *rig.connector.origins[0];
  EXPECT_EQ(origin.take(), "\x16\x03first");
  origin.send("\x16 any bytes \xff");
  rig.settle();
  EXPECT_EQ(rig.client->take(), "\x16 any bytes \xff");
  EXPECT_EQ(rig.say("more"), "");
  EXPECT_EQ(origin.take(), "more");
  EXPECT_THAT(texts(rig, JournalKind::tunnel_opened), ElementsAre("CONNECT o.test:80, passed through"));
  EXPECT_THAT(texts(rig, JournalKind::request), IsEmpty());
}

TEST(TunnelPassedThrough, EndsEachWayWhenThatWayEnds) {
  RigOptions options;
  options.pass_through = {"*.test"};
  TapeRig rig(options);
  EXPECT_EQ(rig.say(greeting + to_o_test), no_authentication + reply('\x00'));
  auto& origin = *rig.connector.origins.at(0);
  rig.client->end();
  rig.settle();
  EXPECT_TRUE(origin.has_ended());
  origin.send("still here");
  rig.settle();
  EXPECT_EQ(rig.client->take(), "still here");
  EXPECT_FALSE(rig.has_ended());
  origin.end();
  rig.settle();
  EXPECT_TRUE(rig.client->has_ended());
  EXPECT_TRUE(rig.has_ended());
}

TEST(TunnelPassedThrough, IsResetWhereTheOtherSideIs) {
  RigOptions options;
  options.pass_through = {"o.test"};
  TapeRig rig(options);
  rig.say(connect_o_test);
  rig.connector.origins.at(0)->reset();
  rig.settle();
  EXPECT_TRUE(rig.client->error());
  EXPECT_TRUE(rig.has_ended());
}

TEST(TunnelPassedThrough, SaysWhyItsOriginCannotBeReached) {
  RigOptions options;
  options.pass_through = {"o.test"};
  TapeRig http(options);
  http.connector.failure =
      io::ConnectFailure{TransportErrorKind::refused, "connect to o.test:80: Connection refused"};
  EXPECT_THAT(
      http.say(connect_o_test),
      AllOf(StartsWith("HTTP/1.1 502 "), EndsWith("wiretape: connect to o.test:80: Connection refused\n")));
  TapeRig socks(options);
  socks.connector.failure =
      io::ConnectFailure{TransportErrorKind::refused, "connect to o.test:80: Connection refused"};
  EXPECT_EQ(socks.say(greeting + to_o_test), no_authentication + reply('\x05'));
}

TEST(RequestPassedThrough, IsAskedOfTheOriginAndNotRecorded) {
  RigOptions options = playing_hello();
  options.pass_through = {"o.test"};
  TapeRig rig(options);
  EXPECT_EQ(rig.say("GET http://o.test/hello HTTP/1.1\r\nHost: o.test\r\n\r\n"), "");
  auto& origin = *rig.connector.origins.at(0);
  EXPECT_THAT(origin.take(), StartsWith("GET /hello HTTP/1.1\r\n"));
  origin.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlive");
  rig.settle();
  EXPECT_THAT(rig.client->take(), EndsWith("live"));
  EXPECT_THAT(rig.recording.interactions, IsEmpty());
  EXPECT_THAT(texts(rig, JournalKind::answered), ElementsAre("GET http://o.test/hello -> 200 (origin)"));
}

TEST(HostNotAllowed, IsRefusedWithAFinding) {
  RigOptions options = playing_hello();
  options.only = {"other.test", "*.weather.test"};
  TapeRig request(options);
  EXPECT_THAT(request.say("GET http://o.test/hello HTTP/1.1\r\nHost: o.test\r\n\r\n"),
              StartsWith("HTTP/1.1 599 "));
  TapeRig tunnel(options);
  EXPECT_THAT(tunnel.say(connect_o_test), StartsWith("HTTP/1.1 599 "));
  EXPECT_TRUE(tunnel.client->has_ended());
  TapeRig socks(options);
  EXPECT_EQ(socks.say(greeting + to_o_test), no_authentication + reply('\x02'));
  for (const auto* rig : {&request, &tunnel, &socks}) {
    ASSERT_THAT(rig->journal.findings, SizeIs(1));
    EXPECT_EQ(rig->journal.findings[0].kind, FindingKind::host_not_allowed);
    EXPECT_THAT(rig->connector.asked, IsEmpty());
  }
  EXPECT_EQ(socks.journal.findings[0].message,
            "SOCKS5 o.test:80 goes to o.test, which this deck does not allow\n"
            "  next: let the code leave it alone, or add it:  .only = {..., \"o.test\"}");
}

TEST(HostNotAllowed, IsNoneThatIsListedOrPassedThrough) {
  RigOptions options = playing_hello();
  options.only = {"O.TEST:80"};
  TapeRig listed(options);
  EXPECT_THAT(listed.say("GET http://o.test/hello HTTP/1.1\r\nHost: o.test\r\n\r\n"), EndsWith("hello"));
  options.only = {"else.test"};
  options.pass_through = {"o.test"};
  TapeRig passed(options);
  EXPECT_THAT(passed.say(connect_o_test), StartsWith("HTTP/1.1 200 "));
}

RigOptions asking_for_credentials() {
  RigOptions options = playing_hello();
  options.credentials = Credentials{"mona", "secret"};
  return options;
}

TEST(ClientThatMustShowCredentials, IsAnswered407WithoutThem) {
  for (const auto& asked : {connect_o_test, "GET http://o.test/hello HTTP/1.1\r\nHost: o.test\r\n\r\n"s,
                            "GET http://o.test/hello HTTP/1.1\r\nHost: o.test\r\n"
                            "Proxy-Authorization: Basic bW9uYTp3cm9uZw==\r\n\r\n"s}) {
    TapeRig rig(asking_for_credentials());
    EXPECT_THAT(rig.say(asked), AllOf(StartsWith("HTTP/1.1 407 Proxy Authentication Required\r\n"),
                                      HasSubstr("Proxy-Authenticate: Basic realm=")));
    EXPECT_TRUE(rig.client->has_ended());
    EXPECT_THAT(texts(rig, JournalKind::request), IsEmpty());
    EXPECT_THAT(texts(rig, JournalKind::answered), ElementsAre(EndsWith(" -> 407 (deck)")));
    EXPECT_THAT(rig.journal.findings, IsEmpty());
  }
}

TEST(ClientThatMustShowCredentials, IsServedWithThem) {
  const std::string shown = "Proxy-Authorization: Basic bW9uYTpzZWNyZXQ=\r\n";
  TapeRig request(asking_for_credentials());
  EXPECT_THAT(request.say("GET http://o.test/hello HTTP/1.1\r\nHost: o.test\r\n" + shown + "\r\n"),
              EndsWith("hello"));
  TapeRig tunnel(asking_for_credentials());
  EXPECT_THAT(tunnel.say("CONNECT o.test:80 HTTP/1.1\r\nHost: o.test:80\r\n" + shown + "\r\n"),
              StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(tunnel.say(get_hello), EndsWith("hello")) << "inside of the tunnel nothing is asked for";
}

TEST(ClientThatMustShowCredentials, ShowsThemBySocks5) {
  const std::string method_password = "\x05\x02"s;
  TapeRig right(asking_for_credentials());
  EXPECT_EQ(right.say("\x05\x02\x00\x02"s), method_password);
  EXPECT_EQ(right.say("\x01\x04mona\x06secret"s), "\x01\x00"s);
  EXPECT_EQ(right.say(to_o_test), reply('\x00'));
  TapeRig wrong(asking_for_credentials());
  EXPECT_EQ(wrong.say("\x05\x01\x02"s), method_password);
  EXPECT_EQ(wrong.say("\x01\x04mona\x05wrong"s), "\x01\x01"s);
  EXPECT_TRUE(wrong.client->has_ended());
  TapeRig without(asking_for_credentials());
  EXPECT_EQ(without.say(greeting), "\x05\xff"s);
  EXPECT_TRUE(without.client->has_ended());
  EXPECT_THAT(without.journal.findings, IsEmpty());
}

TEST(ClientThatMustShowCredentials, IsNotAskedInReverseMode) {
  auto options = asking_for_credentials();
  options.reverse_origin = "http://o.test";
  TapeRig rig(options);
  EXPECT_THAT(rig.say("GET /hello HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"), EndsWith("hello"));
}

TEST(HostInATunnel, StaysAsItWasSent) {
  auto options = playing_hello();
  options.setup.match_on = {match::path};
  TapeRig rig(options);
  rig.say(connect_o_test);
  EXPECT_THAT(rig.say("GET /hello HTTP/1.1\r\nHost: a.virtual.host\r\n\r\n"), EndsWith("hello"));
  for (const auto& entry : rig.journal.entries) {
    if (entry.kind != JournalKind::request) continue;
    EXPECT_EQ(entry.interaction->request.headers.find("Host"), "a.virtual.host");
    EXPECT_EQ(entry.interaction->request.url.host, "o.test");
  }
}

}  // namespace
}  // namespace wiretape::proxy

// SPDX-License-Identifier: MIT
// What clients see of faults of the connection, and while a request arrives: the curl tool (libcurl),
// cpp-httplib, and a plain socket.
#include <httplib.h>
#include <poll.h>

#include <wiretape/gtest.hpp>

#include <csignal>
#include <fstream>
#include <iterator>

#include "support/curl_tool.hpp"
#include "support/played.hpp"
#include "support/usage.hpp"

namespace wiretape {
namespace {

using namespace support;
using std::chrono_literals::operator""ms;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

DeckOptions without_cassette() {
  DeckOptions options;
  options.mode = RecordMode::none;
  return options;
}

struct Seen {
  Fault fault;
  int curl;  // its exit code, over TLS through a tunnel
  httplib::Error httplib;
  std::string socks;   // curl's exit code over SOCKS5
  std::string answer;  // to a CONNECT
  std::string bytes;   // to a ClientHello in it
  std::string end;     // "FIN", "RST", "silence", or "open": the handshake goes on
};

const std::string connected = "HTTP/1.1 200 Connection established\r\n\r\n";
const auto in_handshake = httplib::Error::SSLConnection;
const auto in_verification = httplib::Error::SSLServerVerification;

const std::vector<Seen> faults{
    {fault::refuse(), 56, in_handshake, "97", "HTTP/1.1 502 Bad Gateway\r\n", "", "FIN"},
    {fault::accept_and_close(), 35, in_handshake, "35", connected, "", "FIN"},
    {fault::accept_and_reset(), 35, in_handshake, "35", connected, "", "RST"},
    {fault::tls_alert(80), 35, in_handshake, "35", connected, std::string("\x15\x03\x03\x00\x02\x02\x50", 7),
     "FIN"},
    {fault::handshake_stall(), 28, in_handshake, "28", connected, "", "silence"},
    {fault::certificate_expired(), 60, in_verification, "60", connected, "\x16\x03", "open"},
    {fault::certificate_not_yet_valid(), 60, in_verification, "60", connected, "\x16\x03", "open"},
    {fault::certificate_for_another_host(), 60, in_verification, "60", connected, "\x16\x03", "open"},
    {fault::certificate_self_signed(), 60, in_verification, "60", connected, "\x16\x03", "open"},
    {fault::certificate_of_unknown_authority(), 60, in_verification, "60", connected, "\x16\x03", "open"},
    {fault::certificate_with_weak_key(), 60, in_verification, "60", connected, "\x16\x03", "open"},
};

std::string client_hello() {
  std::ifstream file(WIRETAPE_SOURCE_DIR "/fixtures/hellos/openssl_tls13.bin", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class ConnectionFaults : public testing::TestWithParam<Seen> {
protected:
  static void SetUpTestSuite() { std::signal(SIGPIPE, SIG_IGN); }
  ConnectionFaults() {
    deck_.when(AnyRequest()).answer(200, "fine");
    deck_.when(HasHost("o.test")).first(1).fault(GetParam().fault);
  }
  ~ConnectionFaults() override { EXPECT_THAT(deck_.stop(), IsEmpty()); }

  Deck deck_{without_cassette()};
};

TEST_P(ConnectionFaults, AreSeenByCurlOnce) {
  const auto seen = run_curl(deck_, {"-m", "1", "https://o.test/"});
  EXPECT_EQ(seen.exit_code, GetParam().curl) << seen.err;
  EXPECT_EQ(curl({deck_, "", "", false}, {"https://o.test/"}), "fine");
}

TEST_P(ConnectionFaults, AreSeenBySocks5) {
  const auto proxy = "socks5h://127.0.0.1:" + std::to_string(deck_.port());
  const auto seen = run_curl(deck_, {"-m", "1", "--proxy", proxy, "https://o.test/"});
  EXPECT_EQ(std::to_string(seen.exit_code), GetParam().socks) << seen.err;
}

TEST_P(ConnectionFaults, AreSeenByCppHttplib) {
  httplib::Client client("https://o.test");
  deck_.configure(client);
  client.set_connection_timeout(500ms);
  client.set_read_timeout(500ms);
  const auto seen = client.Get("/");
  EXPECT_EQ(seen.error(), GetParam().httplib) << httplib::to_string(seen.error());
  const auto again = client.Get("/");
  EXPECT_EQ(again ? again->body : httplib::to_string(again.error()), "fine");
}

TEST_P(ConnectionFaults, AreSeenByASocket) {
  auto client = Connection::to(deck_.port());
  client.send("CONNECT o.test:443 HTTP/1.1\r\nHost: o.test:443\r\n\r\n");
  const auto& expected = GetParam();
  EXPECT_EQ(client.read_count(expected.answer.size()), expected.answer);
  if (!expected.bytes.empty() || expected.end == "silence") client.send(client_hello());
  EXPECT_EQ(client.read_count(expected.bytes.size()), expected.bytes);
  if (expected.end == "FIN" || expected.end == "RST") {
    client.read_to_end();
    EXPECT_EQ(client.was_reset(), expected.end == "RST");
  } else if (expected.end == "silence") {
    pollfd more{client.fd(), POLLIN, 0};
    EXPECT_EQ(::poll(&more, 1, 100), 0) << "nothing comes, and nothing ends";
  }
}

INSTANTIATE_TEST_SUITE_P(OfTheCatalogue, ConnectionFaults, testing::ValuesIn(faults),
                         [](const auto& test) { return std::string(to_string(test.param.fault.kind)); });

TEST(ConnectionFaultCatalogue, IsTestedWhole) {
  std::vector<FaultKind> tested, all;
  for (const auto& seen : faults) tested.push_back(seen.fault.kind);
  for (const auto& entry : fault_catalogue()) {
    if (entry.group == "of the connection") all.push_back(entry.example.kind);
  }
  EXPECT_EQ(tested, all);
}

TEST(ConnectionFaultsWithoutTls, AreOfTheRequest) {
  Deck deck(without_cassette());
  deck.when(AnyRequest()).answer(200, "fine");
  deck.when(HasPath("/refused")).fault(fault::refuse());
  deck.when(HasPath("/closed")).fault(fault::accept_and_close());
  deck.when(HasPath("/reset")).fault(fault::accept_and_reset());
  deck.when(HasPath("/tls")).fault(fault::certificate_expired());
  EXPECT_THAT(get_once(deck, "http://o.test/refused"),
              testing::AllOf(StartsWith("HTTP/1.1 502 Bad Gateway\r\n"), HasSubstr("o.test:80")));
  EXPECT_EQ(run_curl(deck, {"http://o.test/closed"}).exit_code, 52);
  EXPECT_EQ(run_curl(deck, {"http://o.test/reset"}).exit_code, 56);
  EXPECT_THAT(get_once(deck, "http://o.test/tls"), EndsWith("fine"));
  EXPECT_THAT(deck.stop(), IsEmpty());
}

class ReverseConnectionFaults : public testing::Test {
protected:
  static DeckOptions options() {
    auto options = without_cassette();
    options.reverse_origin = "https://o.test";
    return options;
  }
  int exit_code_of_curl(Fault fault, bool is_tls) {
    Deck deck(options());
    deck.when(AnyRequest()).answer(200, "fine");
    deck.when(HasHost("o.test")).fault(std::move(fault));
    const auto url = is_tls ? deck.tls_base_url() : deck.base_url();
    const auto seen = run_curl(deck, {"--noproxy", "*", "--cacert", deck.ca_file(), "-m", "1", url + "/"});
    EXPECT_THAT(deck.stop(), IsEmpty());
    return seen.exit_code;
  }
};

TEST_F(ReverseConnectionFaults, AreSeenWithoutATunnel) {
  EXPECT_EQ(exit_code_of_curl(fault::refuse(), true), 35);
  EXPECT_EQ(exit_code_of_curl(fault::refuse(), false), 56);
  EXPECT_EQ(exit_code_of_curl(fault::accept_and_close(), true), 35);
  EXPECT_EQ(exit_code_of_curl(fault::accept_and_close(), false), 52);
  EXPECT_EQ(exit_code_of_curl(fault::tls_alert(), true), 35);
  EXPECT_EQ(exit_code_of_curl(fault::handshake_stall(), true), 28);
  EXPECT_EQ(exit_code_of_curl(fault::certificate_expired(), true), 60);
  EXPECT_EQ(exit_code_of_curl(fault::certificate_expired(), false), 0);
}

TEST(ConnectionFaultsInTheJournal, NameTheRuleAndTheHost) {
  Deck deck(without_cassette());
  deck.when(HasHost("o.test")).named("down").times(1).fault(fault::refuse());
  run_curl(deck, {"https://o.test/"});
  EXPECT_THAT(deck.stop(), IsEmpty());
  std::vector<std::string> told;
  for (const auto& entry : deck.journal()) {
    if (entry.kind == JournalKind::rule) told.push_back(entry.text);
  }
  EXPECT_THAT(told, ElementsAre("rule 'down' acts on the connection to o.test"));
}

struct SeenInRequest {
  Fault fault;
  std::vector<int> curl;  // its exit codes, any of these: sending may fail, or receiving
  std::string end;
};

class RequestFaults : public testing::TestWithParam<SeenInRequest> {
protected:
  static void SetUpTestSuite() { std::signal(SIGPIPE, SIG_IGN); }
  RequestFaults() {
    deck_.when(AnyRequest()).answer(200, "fine");
    deck_.when(HasMethod("POST")).fault(GetParam().fault);
  }
  ~RequestFaults() override { EXPECT_THAT(deck_.stop(), IsEmpty()); }

  Deck deck_{without_cassette()};
};

TEST_P(RequestFaults, AreSeenByCurl) {
  for (const auto* url : {"http://o.test/", "https://o.test/"}) {
    for (const auto size : {6, 8'000'000}) {
      ProgramOptions options;
      options.environment = deck_.environment();
      options.input = std::string(static_cast<std::size_t>(size), 'x');
      const auto seen =
          run({"curl", "-q", "-sS", "-m", "1", "-o", "/dev/null", "--data-binary", "@-", url}, options);
      EXPECT_THAT(GetParam().curl, testing::Contains(seen.exit_code)) << url << ' ' << size << seen.err;
    }
  }
}

TEST_P(RequestFaults, AreSeenByCppHttplib) {
  httplib::Client client("https://o.test");
  deck_.configure(client);
  client.set_read_timeout(500ms);
  EXPECT_FALSE(client.Post("/", std::string(6, 'x'), "text/plain"));
  const auto other = client.Get("/");
  EXPECT_EQ(other ? other->body : httplib::to_string(other.error()), "fine");
}

TEST_P(RequestFaults, AreSeenByASocketInTheMiddleOfItsBody) {
  auto client = Connection::to(deck_.port());
  client.send("POST http://o.test/ HTTP/1.1\r\nHost: o.test\r\nContent-Length: 6\r\n\r\nab");
  pollfd more{client.fd(), POLLIN, 0};
  EXPECT_EQ(::poll(&more, 1, 50), 0) << "it waits for more of the body";
  client.send("cd");
  if (GetParam().end == "silence") {
    EXPECT_EQ(::poll(&more, 1, 100), 0);
  } else {
    EXPECT_EQ(client.read_to_end(), "");
    EXPECT_EQ(client.was_reset(), GetParam().end == "RST");
  }
  const auto request = deck_.wait_for(HasMethod("POST"), std::chrono::seconds(20));
  ASSERT_TRUE(request);
  EXPECT_EQ(request->body.bytes, "abcd");
  EXPECT_TRUE(request->body.is_truncated);
}

INSTANTIATE_TEST_SUITE_P(OfTheCatalogue, RequestFaults,
                         testing::Values(SeenInRequest{fault::close_in_request(3), {52, 55, 56}, "FIN"},
                                         SeenInRequest{fault::reset_in_request(3), {55, 56}, "RST"},
                                         SeenInRequest{fault::stall_in_request(3), {28}, "silence"}),
                         [](const auto& test) { return std::string(to_string(test.param.fault.kind)); });

TEST(RequestFaultsAtOnce, DoNotWaitForABody) {
  Deck deck(without_cassette());
  deck.when(HasMethod("POST")).fault(fault::close_in_request(0));
  auto client = Connection::to(deck.port());
  client.send(
      "POST http://o.test/ HTTP/1.1\r\nHost: o.test\r\nExpect: 100-continue\r\nContent-Length: 6\r\n\r\n");
  EXPECT_EQ(client.read_to_end(), "");
  EXPECT_THAT(get_once(deck, "http://o.test/"), StartsWith("HTTP/1.1 599 "));
}

TEST(ThrottledRequests, TakeTheirTime) {
  Deck deck(without_cassette());
  deck.when(AnyRequest()).answer(200, "fine");
  deck.when(HasPath("/slow")).throttle_request(50'000);
  httplib::Client client("http://o.test");
  deck.configure(client);
  const std::string body(10'000, 'x');
  EXPECT_GE(time_of([&] { EXPECT_TRUE(client.Post("/slow", body, "text/plain")); }), 200ms);
  EXPECT_EQ(deck.requests().at(0).body.bytes, body);
}

}  // namespace
}  // namespace wiretape

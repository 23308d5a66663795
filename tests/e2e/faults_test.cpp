// SPDX-License-Identifier: MIT
// What clients see of each fault in the catalogue: the curl tool (libcurl), cpp-httplib, and a plain socket;
// over HTTP, and inside of TLS.
#include <httplib.h>
#include <poll.h>

#include <wiretape/gtest.hpp>

#include <csignal>
#include <thread>

#include "support/curl_tool.hpp"
#include "support/played.hpp"
#include "support/usage.hpp"

namespace wiretape {
namespace {

using namespace support;
using std::chrono_literals::operator""ms;
using testing::IsEmpty;

const std::string status_line = "HTTP/1.1 200 OK\r\n";
const std::string type = "Content-Type: text/plain\r\n";
const std::string body = "abcdefgh";
const std::string big = std::string(128 * 1024, 'x');

struct Seen {
  Fault fault;
  int curl;  // its exit code
  httplib::Error httplib;
  std::string httplib_body;
  std::string bytes;  // on a plain socket
  std::string end;    // "FIN", "RST", or "silence"
};

std::string with_length(const std::string& length, const std::string& more = {}) {
  return status_line + type + "Content-Length: " + length + "\r\n" + more + "\r\n";
}
std::string without_length(const std::string& more = {}) { return status_line + type + more + "\r\n"; }

const auto none = httplib::Error::Success;
const auto broken = httplib::Error::Read;

const std::vector<Seen> faults{
    {fault::no_answer(), 28, broken, "", "", "silence"},
    {fault::empty_reply(), 52, broken, "", "", "FIN"},
    {fault::reset(), 56, broken, "", "", "RST"},
    {fault::garbage("no HTTP\r\n\r\n"), 1, broken, "", "no HTTP\r\n\r\n", "FIN"},
    {fault::bad_status_line(), 1, broken, "", "HTTP/1.1 TWO HUNDRED OK\r\nContent-Length: 0\r\n\r\n", "FIN"},
    {fault::content_length_too_big(2), 18, broken, "", with_length("10") + body, "FIN"},
    {fault::content_length_too_small(2), 0, none, "abcdef", with_length("6") + body, "FIN"},
    {fault::content_length_missing(), 0, none, body, without_length() + body, "FIN"},
    {fault::content_length_twice(), 18, none, body, with_length("8", "Content-Length: 9\r\n") + body, "FIN"},
    {fault::duplicate_field(), 0, none, body,
     status_line + type + "Content-Length: 8\r\nContent-Type: text/plain-and-another\r\n\r\n" + body, "FIN"},
    {fault::oversized_field(), 27, broken, "", with_length("8", "X-Oversized: " + big + "\r\n") + body,
     "FIN"},
    {fault::invalid_field(), 0, none, body, with_length("8", "Invalid Field Name: x\r\n") + body, "FIN"},
    {fault::close_after(3), 18, broken, "", with_length("8") + "abc", "FIN"},
    {fault::reset_after(3), 56, broken, "", with_length("8") + "abc", "RST"},
    {fault::stall_after(3), 28, broken, "", with_length("8") + "abc", "silence"},
    {fault::corrupt_byte(1), 0, none, "accdefgh", with_length("8") + "accdefgh", "open"},
    {fault::malformed_chunk(), 56, broken, "", without_length("Transfer-Encoding: chunked\r\n") + "zz\r\n",
     "FIN"},
    {fault::missing_last_chunk(), 18, broken, "",
     without_length("Transfer-Encoding: chunked\r\n") + "8\r\n" + body + "\r\n", "FIN"},
    {fault::wrong_coding(), 61, broken, "", with_length("8", "Content-Encoding: gzip\r\n") + body, "open"},
    {fault::slow_close(100ms), 0, none, body, without_length() + body, "FIN"},
};

class Faults : public testing::TestWithParam<Seen> {
protected:
  // cpp-httplib writes to a connection that was reset without asking for no signal.
  static void SetUpTestSuite() { std::signal(SIGPIPE, SIG_IGN); }
  Faults() {
    deck_.when(AnyRequest()).answer(200, body, {{"Content-Type", "text/plain"}}).fault(GetParam().fault);
  }
  ~Faults() override { EXPECT_THAT(deck_.stop(), IsEmpty()); }

  static DeckOptions options() {
    DeckOptions options;
    options.mode = RecordMode::none;
    return options;
  }
  Deck deck_{options()};
};

TEST_P(Faults, AreSeenByCurl) {
  for (const auto* url : {"http://o.test/", "https://o.test/"}) {
    const auto seen = run_curl(deck_, {"-m", "1", "--compressed", "-o", "/dev/null", url});
    EXPECT_EQ(seen.exit_code, GetParam().curl) << url << ": " << seen.err;
  }
}

TEST_P(Faults, AreSeenByCppHttplib) {
  for (const auto* url : {"http://o.test", "https://o.test"}) {
    httplib::Client client(url);
    deck_.configure(client);
    client.set_read_timeout(500ms);
    const auto seen = client.Get("/");
    EXPECT_EQ(seen.error(), GetParam().httplib) << url;
    EXPECT_EQ(seen ? seen->body : "", GetParam().httplib_body) << url;
  }
}

TEST_P(Faults, AreSeenByASocket) {
  auto client = Connection::to(deck_.port());
  client.send(get_request("http://o.test/"));
  const auto& expected = GetParam();
  EXPECT_TRUE(client.read_count(expected.bytes.size()) == expected.bytes);
  if (expected.end == "FIN" || expected.end == "RST") {
    EXPECT_EQ(client.read_to_end(), "");
    EXPECT_EQ(client.was_reset(), expected.end == "RST");
    return;
  }
  pollfd more{client.fd(), POLLIN, 0};
  EXPECT_EQ(::poll(&more, 1, 100), 0) << "nothing comes, and nothing ends";
}

INSTANTIATE_TEST_SUITE_P(OfTheCatalogue, Faults, testing::ValuesIn(faults),
                         [](const auto& test) { return std::string(to_string(test.param.fault.kind)); });

TEST(FaultCatalogue, IsTestedWhole) {
  std::vector<FaultKind> tested, all;
  for (const auto& seen : faults) tested.push_back(seen.fault.kind);
  for (const auto& entry : fault_catalogue()) {
    const bool is_of_answers = entry.group == "instead of an answer" || entry.group.starts_with("in the ");
    if (is_of_answers) all.push_back(entry.example.kind);
  }
  EXPECT_EQ(tested, all);
}

class BentAnswers : public testing::Test {
protected:
  TempDirectory dir_;
};

// While it is recorded, the client gets what the rule makes of the answer, and the cassette what the origin
// said.
TEST_F(BentAnswers, AreRecordedAsTheOriginSaidThem) {
  RawOrigin origin(always(ok_answer("from the origin")));
  DeckOptions options;
  options.cassette_dir = dir_.path();
  options.cassette = "a.yaml";
  {
    Deck deck(options);
    deck.when(AnyRequest()).set_body("bent").set_status(404).delay(1ms);
    EXPECT_EQ(get_once(deck, origin.http + "/"), "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nbent");
    EXPECT_THAT(deck.stop(), IsEmpty());
  }
  Deck deck(options);
  EXPECT_EQ(get_once(deck, origin.http + "/"), ok_answer("from the origin"));
  EXPECT_THAT(deck.stop(), IsEmpty());
}

TEST_F(BentAnswers, MayComeFromAnotherOriginThanTheClientAsked) {
  RawOrigin staging([](Connection& client) {
    const auto head = client.read_until("\r\n\r\n");
    client.send(ok_answer(head));
  });
  DeckOptions options;
  options.cassette_dir = dir_.path();
  options.cassette = "a.yaml";
  const auto authority = Url::parse(staging.http).authority();
  {
    Deck deck(options);
    deck.when(AnyRequest()).change_request([&](Request& request) {
      request.url.host = "127.0.0.1";
      request.url.port = Url::parse(staging.http).port;
      request.headers.set("X-Env", "staging");
    });
    const auto seen = get_once(deck, "http://production.test/a");
    EXPECT_THAT(seen, testing::HasSubstr("GET /a HTTP/1.1\r\nHost: " + authority + "\r\n"));
    EXPECT_THAT(seen, testing::HasSubstr("X-Env: staging\r\n"));
    EXPECT_THAT(deck.stop(), IsEmpty());
  }
  const auto kept = read_cassette(dir_.path("a.yaml")).interactions.at(0).request;
  EXPECT_EQ(kept.url.str(), "http://production.test/a");
  EXPECT_FALSE(kept.headers.has("X-Env"));
}

TEST_F(BentAnswers, StallUntilTheClientLeavesAlsoLive) {
  RawOrigin origin(always(ok_answer("from the origin")));
  DeckOptions options;
  options.cassette_dir = dir_.path();
  options.cassette = "a.yaml";
  Deck deck(options);
  deck.when(AnyRequest()).fault(fault::stall_after(4));
  {
    auto client = Connection::to(deck.port());
    client.send(get_request(origin.http + "/"));
    EXPECT_THAT(client.read_until("from"), testing::EndsWith("from"));
  }
  const auto until = std::chrono::steady_clock::now() + soon;
  const auto is_over = [&] {
    const auto journal = deck.journal();
    return std::any_of(journal.begin(), journal.end(),
                       [](const auto& entry) { return entry.kind == JournalKind::connection_closed; });
  };
  while (!is_over() && std::chrono::steady_clock::now() < until) std::this_thread::yield();
  EXPECT_TRUE(is_over());
  EXPECT_THAT(deck.stop(), IsEmpty());
}

TEST_F(BentAnswers, WaitAtAGateWhileOthersGoOn) {
  DeckOptions options;
  options.mode = RecordMode::none;
  Deck deck(options);
  const auto gate = std::make_shared<Gate>();
  deck.when(AnyRequest()).answer(200, "abcdef");
  deck.when(HasPath("/head")).hold(gate);
  deck.when(HasPath("/body")).hold_after(3, gate);
  auto head = Connection::to(deck.port()), body_held = Connection::to(deck.port());
  head.send(get_request("http://o.test/head", "Connection: close\r\n"));
  body_held.send(get_request("http://o.test/body", "Connection: close\r\n"));
  ASSERT_TRUE(gate->wait_for(2, std::chrono::seconds(20)));
  EXPECT_THAT(get_once(deck, "http://o.test/other"), testing::EndsWith("abcdef"));
  EXPECT_THAT(body_held.read_until("abc"), testing::EndsWith("\r\n\r\nabc"));
  gate->open();
  EXPECT_EQ(body_held.read_to_end(), "def");
  EXPECT_THAT(head.read_to_end(), testing::EndsWith("\r\n\r\nabcdef"));
  EXPECT_THAT(deck.stop(), IsEmpty());
}

TEST_F(BentAnswers, AreLetGoWhenTheDeckStops) {
  DeckOptions options;
  options.mode = RecordMode::none;
  Deck deck(options);
  const auto gate = std::make_shared<Gate>();
  deck.when(AnyRequest()).answer(200, "abcdef").hold(gate);
  auto client = Connection::to(deck.port());
  client.send(get_request("http://o.test/"));
  ASSERT_TRUE(gate->wait_for(1, std::chrono::seconds(20)));
  EXPECT_LT(time_of([&] { deck.stop(); }), soon);
  EXPECT_EQ(client.read_to_end(), "");
  gate->open();
}

// What four clients see at the same time, each of its own URL.
std::vector<std::string> seen_in_chaos(std::uint64_t seed) {
  DeckOptions options;
  options.mode = RecordMode::none;
  options.seed = seed;
  Deck deck(options);
  deck.when(AnyRequest()).answer(200, "abcdefghijklmnopqrstuvwxyz");
  deck.chaos({.rate = 0.4, .latency = Latency::uniform(0ms, 2ms)});
  EXPECT_EQ(deck.seed(), seed);
  std::vector<std::string> seen(4);
  std::vector<std::thread> clients;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    clients.emplace_back([&, i] {
      for (int n = 0; n < 12; ++n) seen[i] += get_once(deck, "http://o.test/" + std::to_string(i)) + "|";
    });
  }
  for (auto& client : clients) client.join();
  EXPECT_TRUE(deck.has_drawn());
  EXPECT_THAT(deck.stop(), IsEmpty());
  return seen;
}

TEST(Chaos, IsTheSameForTheSameSeedWhateverThreadsDo) {
  const auto first = seen_in_chaos(5);
  EXPECT_EQ(first, seen_in_chaos(5));
  EXPECT_NE(first, seen_in_chaos(6));
  const auto all = first[0] + first[1] + first[2] + first[3];
  EXPECT_NE(all.find("HTTP/1.1 200 OK"), std::string::npos);
  EXPECT_NE(all.find("HTTP/1.1 5"), std::string::npos);
  EXPECT_NE(all.find("||"), std::string::npos) << "a connection that ended without a byte";
}

TEST_F(BentAnswers, AreToldInTheJournal) {
  DeckOptions options;
  options.mode = RecordMode::none;
  Deck deck(options);
  deck.when(AnyRequest()).named("busy").times(testing::AtLeast(2)).answer(503);
  get_once(deck, "http://o.test/");
  const auto findings = deck.stop();
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].kind, FindingKind::rule_not_met);
  std::vector<std::string> told;
  for (const auto& entry : deck.journal()) {
    if (entry.kind == JournalKind::rule) told.push_back(entry.text);
  }
  EXPECT_THAT(told, testing::ElementsAre("rule 'busy' acts on GET http://o.test/"));
}

}  // namespace
}  // namespace wiretape

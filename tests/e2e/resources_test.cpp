// SPDX-License-Identifier: MIT
// What decks take and give back: descriptors, threads, memory, and their own thread's time.
#include <wiretape/gtest.hpp>

#include <atomic>
#include <thread>

#include "support/origin.hpp"
#include "support/played.hpp"
#include "support/usage.hpp"

namespace wiretape {
namespace {

using namespace support;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;
using std::string_literals::operator""s;
using testing::EndsWith;
using testing::IsEmpty;
using testing::StartsWith;

using Clock = std::chrono::steady_clock;

TEST(Resources, OfFiveHundredDecksAtOnceAreEnough) {
  if (!allow_descriptors(16'000)) GTEST_SKIP() << "this process may not open 16000 descriptors";
  const TempDirectory dir;
  const auto options = playing(dir, {interaction("http://o.test/a", "played")});
  const auto before = open_descriptors();
  {
    std::vector<Deck> decks;
    for (int i = 0; i < 500; ++i) decks.emplace_back(options);
    for (const auto& deck : decks) EXPECT_THAT(get_once(deck, "http://o.test/a"), EndsWith("\r\n\r\nplayed"));
    for (auto& deck : decks) EXPECT_THAT(deck.stop(), IsEmpty());
  }
  EXPECT_EQ(open_descriptors(), before);
}

TEST(Resources, AreGivenBackByEachOfTwoHundredDecks) {
  const TempDirectory dir;
  const auto options = playing(dir, {interaction("http://o.test/a", std::string(100'000, 'x'))});
  const auto cycle = [&] {
    Deck deck(options);
    EXPECT_THAT(get_once(deck, "http://o.test/a"), StartsWith("HTTP/1.1 200 OK\r\n"));
    auto tunnel = Connection::to(deck.port());
    tunnel.send("CONNECT o.test:443 HTTP/1.1\r\nHost: o.test:443\r\n\r\n");
    EXPECT_THAT(tunnel.read_until("\r\n\r\n"), StartsWith("HTTP/1.1 200 "));
    EXPECT_THAT(deck.stop(), IsEmpty());
  };
  for (int i = 0; i < 20; ++i) cycle();  // what is made once a process, and the allocator's own
  const auto descriptors = open_descriptors();
  const auto threads = count_threads();
  const auto memory = resident_kib();
  for (int i = 0; i < 200; ++i) cycle();
  EXPECT_EQ(open_descriptors(), descriptors);
  expect_threads(threads);
  if (!is_sanitized) {
    EXPECT_LT(resident_kib(), memory + 2048);
  }
}

// Clients in the middle of everything; none of them moves.
std::vector<Connection> stuck_clients(const Deck& deck, int count) {
  const std::vector<std::string> beginnings = {
      "",
      "GET http://o.test/large",
      "GET http://o.test/large HTTP/1.1\r\nHost: o.test\r\n\r\n",
      "POST http://o.test/a HTTP/1.1\r\nHost: o.test\r\nContent-Length: 1000\r\n\r\nhalf",
      "POST http://o.test/a HTTP/1.1\r\nHost: o.test\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalf",
      "GET http://o.test/slow HTTP/1.1\r\nHost: o.test\r\n\r\n",
      "CONNECT o.test:443 HTTP/1.1\r\nHost: o.test:443\r\n\r\n",
      // A ClientHello's record that has only begun.
      "CONNECT o.test:443 HTTP/1.1\r\nHost: o.test:443\r\n\r\n\x16\x03\x01\x02\x00\x01"s,
  };
  std::vector<Connection> clients;
  for (int i = 0; i < count; ++i) {
    clients.push_back(Connection::to(deck.port()));
    clients.back().send(beginnings[static_cast<std::size_t>(i) % beginnings.size()]);
  }
  return clients;
}

TEST(Resources, AreGivenBackWhileFiftyClientsAreInTheMiddle) {
  const auto before = open_descriptors();
  const auto threads = count_threads();
  {
    Deck deck;
    deck.when(HasPath("/large")).answer(200, std::string(8'000'000, 'x'));
    deck.when(HasPath("/slow")).delay(std::chrono::hours(1));
    auto clients = stuck_clients(deck, 50);
    // By then every one has been accepted, and the downloads have begun.
    ASSERT_TRUE(deck.wait_for(HasPath("/slow"), 20s));
    EXPECT_THAT(clients[2].read_until("\r\n\r\n"), StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_LT(time_of([&] { deck.stop(); }), soon);
    for (auto& client : clients) client.read_to_end();  // each is let go
  }
  EXPECT_EQ(open_descriptors(), before);
  expect_threads(threads);
}

TEST(Resources, AreGivenBackByClientsThatLeaveInTheMiddle) {
  Deck deck;
  deck.when(HasPath("/large")).answer(200, std::string(8'000'000, 'x'));
  deck.when(HasPath("/small")).answer(200, "small");
  auto keeping = Connection::to(deck.port());
  keeping.send(get_request("http://o.test/small"));
  EXPECT_THAT(keeping.read_until("small"), StartsWith("HTTP/1.1 200 OK\r\n"));
  const auto before = open_descriptors();
  for (int i = 0; i < 20; ++i) {
    auto client = Connection::to(deck.port());
    client.send(get_request("http://o.test/large"));
    client.read_until("\r\n\r\n");
    i % 2 == 0 ? client.reset() : client.close();
  }
  const auto until = Clock::now() + 20s;
  const auto has_closed_all = [&] {
    const auto entries = deck.journal();
    return std::count_if(entries.begin(), entries.end(), [](const auto& entry) {
             return entry.kind == JournalKind::connection_closed;
           }) == 20;
  };
  while (!has_closed_all() && Clock::now() < until) std::this_thread::yield();
  EXPECT_TRUE(has_closed_all());
  keeping.send(get_request("http://o.test/small"));
  EXPECT_THAT(keeping.read_until("small"), StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_EQ(open_descriptors(), before);
}

TEST(Resources, AreGivenBackWhileTheOriginIsInTheMiddle) {
  std::atomic<int> asked = 0;
  const RawOrigin origin([&](Connection& client) {
    client.read_until("\r\n\r\n");
    ++asked;
    client.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nsome of it");
    client.read_to_end();
  });
  const auto before = open_descriptors();
  {
    DeckOptions options;
    options.mode = RecordMode::passthrough;
    Deck deck(options);
    std::vector<Connection> clients;
    for (int i = 0; i < 20; ++i) {
      clients.push_back(Connection::to(deck.port()));
      clients.back().send(get_request(origin.http + "/"));
    }
    for (auto& client : clients) EXPECT_THAT(client.read_until("some of it"), EndsWith("some of it"));
    EXPECT_LT(time_of([&] { deck.stop(); }), soon);
    EXPECT_EQ(asked, 20);
  }
  const auto until = Clock::now() + 5s;  // the origin's threads see it when they see it
  while (open_descriptors() != before && Clock::now() < until) std::this_thread::yield();
  EXPECT_EQ(open_descriptors(), before);
}

// Sends requests until told to end, and throws the answers away.
class Pipeliner {
public:
  explicit Pipeliner(std::uint16_t port) : connection_(Connection::to(port)) {}
  ~Pipeliner() { end(); }

  void end() {
    is_ended_ = true;
    if (writer_.joinable()) writer_.join();
    if (reader_.joinable()) reader_.join();
  }
  void wait_until_busy() const {
    while (read_ < 50'000) std::this_thread::yield();
  }

private:
  void write() {
    std::string requests;
    for (int i = 0; i < 500; ++i) requests += "GET http://o.test/p HTTP/1.1\r\nHost: o.test\r\n\r\n";
    std::size_t sent = 0;
    while (!is_ended_ && connection_.send(std::string_view(requests).substr(sent))) sent = 0;
    connection_.shutdown_send();
  }
  void read() {
    while (true) {
      const auto got = connection_.read_count(10'000).size();
      read_ += got;
      if (got < 10'000) return;
    }
  }

  Connection connection_;
  std::atomic<bool> is_ended_ = false;
  std::atomic<std::size_t> read_ = 0;
  std::thread writer_{[this] { write(); }}, reader_{[this] { read(); }};
};

TEST(Resources, OfTheThreadAreSharedWithAClientThatNeverStopsSending) {
  Deck deck;
  deck.when(AnyRequest()).answer(200, "answered");
  std::vector<std::unique_ptr<Pipeliner>> greedy;
  for (int i = 0; i < 2; ++i) greedy.push_back(std::make_unique<Pipeliner>(deck.port()));
  for (const auto& client : greedy) client->wait_until_busy();

  for (int i = 0; i < 10; ++i) {
    const auto taken =
        time_of([&] { EXPECT_THAT(get_once(deck, "http://o.test/other"), EndsWith("answered")); });
    EXPECT_LT(taken, soon);
  }
  EXPECT_LT(time_of([&] { deck.stop(); }), soon);
}

TEST(Resources, AreNotInheritedByChildProcesses) {
  const auto count_of_child = [] {
    const auto listed = run({"ls", "/proc/self/fd"}).out;
    return std::count(listed.begin(), listed.end(), '\n');
  };
  const auto before = count_of_child();
  const RawOrigin origin(always(ok_answer("x")));
  const TempDirectory dir;
  DeckOptions options;
  options.cassette_dir = dir.path();
  options.cassette = "tape";
  options.mode = RecordMode::all;
  Deck deck(options);
  auto client = Connection::to(deck.port());
  client.send(get_request(origin.http + "/"));
  EXPECT_THAT(client.read_until("\r\n\r\nx"), StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_EQ(count_of_child(), before) << run({"ls", "-l", "/proc/self/fd"}).out;
}

}  // namespace
}  // namespace wiretape

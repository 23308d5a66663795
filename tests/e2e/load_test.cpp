// SPDX-License-Identifier: MIT
// Very many clients of one deck.
#include <sys/socket.h>

#include <wiretape/gtest.hpp>

#include <array>
#include <thread>

#include "support/played.hpp"
#include "support/process.hpp"
#include "support/usage.hpp"

namespace wiretape {
namespace {

using namespace support;
using std::chrono_literals::operator""s;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;

using Clock = std::chrono::steady_clock;

// fixtures/e2e/many_clients.py, in a process of its own: both ends of so many connections are more than one
// process may have.
class ManyClients {
public:
  ManyClients(const Deck& deck, int connections, int busy, int requests, const std::string& url) {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
      throw std::runtime_error("socketpair");
    mine_ = Descriptor(ends[0]);
    const Descriptor theirs(ends[1]);
    program_.emplace(
        std::vector<std::string>{"python3", "-B", WIRETAPE_SOURCE_DIR "/fixtures/e2e/many_clients.py",
                                 std::to_string(deck.port()), std::to_string(connections),
                                 std::to_string(busy), std::to_string(requests), url},
        std::vector<int>{theirs.get()}, dir_.path("log"));
  }

  // Lets them ask.
  void go() const { EXPECT_EQ(::send(mine_.get(), "\n", 1, MSG_NOSIGNAL), 1); }
  // All it has said once it has said this, or when it has taken too long.
  std::string wait_for(const std::string& line) const {
    const auto until = Clock::now() + 120s;
    while (true) {
      auto said = dir_.read("log");
      if (said.find(line) != std::string::npos || Clock::now() > until) return said;
      std::this_thread::yield();
    }
  }

private:
  TempDirectory dir_;
  Descriptor mine_;
  std::optional<Background> program_;
};

TEST(Load, OfTenThousandIdleClientsAndTwoThousandBusyOnesLosesNothing) {
  const int connections = is_sanitized ? 2000 : 10'000, busy = is_sanitized ? 500 : 2000, requests = 10;
  if (!allow_descriptors(static_cast<std::size_t>(connections) + 1000)) {
    GTEST_SKIP() << "this process may not open that many descriptors";
  }
  const TempDirectory dir;
  auto options = playing(dir, {interaction("http://o.test/a", "played")});
  options.repeats = Repeats::free;
  const auto before = open_descriptors();
  std::optional<Deck> held(options);
  auto& deck = *held;
  const auto memory = resident_kib();
  const ManyClients clients(deck, connections, busy, requests, "http://o.test/a");
  ASSERT_THAT(clients.wait_for("open\n"), HasSubstr("open\n"));
  EXPECT_THAT(get_once(deck, "http://o.test/a"), EndsWith("\r\n\r\nplayed"));  // the last in the queue
  const auto each = static_cast<double>(resident_kib() - memory) / connections;
  RecordProperty("kib_an_idle_connection", std::to_string(each));
  if (!is_sanitized) {
    EXPECT_LT(each, 8);
  }
  clients.go();
  const auto all = std::to_string(busy * requests + connections - busy);
  EXPECT_THAT(clients.wait_for(" of " + all + "\n"), EndsWith("answered " + all + " of " + all + "\n"));
  EXPECT_EQ(deck.requests().size(), std::stoul(all) + 1);
  const auto begun = Clock::now();
  EXPECT_THAT(deck.stop(), IsEmpty());
  const std::chrono::duration<double, std::milli> stopping = Clock::now() - begun;
  RecordProperty("ms_to_stop", std::to_string(stopping.count()));
  held.reset();
  EXPECT_EQ(open_descriptors().size(), before.size() + 1);  // the clients' standard input
}

}  // namespace
}  // namespace wiretape

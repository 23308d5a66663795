// SPDX-License-Identifier: MIT
// Clients that go away before they have their answer.
#include <wiretape/gtest.hpp>

#include <future>

#include "support/origin.hpp"
#include "support/played.hpp"
#include "support/usage.hpp"

namespace wiretape {
namespace {

using namespace support;
using testing::Contains;
using testing::Field;
using testing::IsEmpty;

class Leaving : public testing::Test {
protected:
  Leaving() {
    options_.cassette_dir = dir_.path();
    options_.cassette = "a.yaml";
  }

  // Sends `request` to an origin that says `answer` and no more; the client leaves when the origin has the
  // request, and the client that answer.
  void leave_after(const std::string& request, const std::string& answer) {
    std::promise<void> asked, ended;
    RawOrigin origin([&](Connection& client) {
      client.read_until("\r\n\r\n");
      client.send(answer);
      asked.set_value();
      client.read_to_end();
      ended.set_value();
    });
    Deck deck(options_);
    auto client = Connection::to(deck.port());
    client.send(get_request(origin.http + "/a", request));
    asked.get_future().wait();
    EXPECT_EQ(client.read_count(answer.size()).size(), answer.size());
    client.close();
    EXPECT_EQ(ended.get_future().wait_for(soon), std::future_status::ready) << "the origin is still waiting";
    EXPECT_THAT(deck.stop(), IsEmpty());
    EXPECT_THAT(deck.journal(), Contains(Field(&JournalEntry::kind, JournalKind::aborted)));
    EXPECT_THAT(dir_.files(), IsEmpty()) << "half an answer is no recording";
  }

  TempDirectory dir_;
  DeckOptions options_;
};

TEST_F(Leaving, ASilentOriginsConnectionEnds) { leave_after("", ""); }

TEST_F(Leaving, InTheMiddleOfADownloadEndsIt) {
  leave_after("", "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this");
}

TEST_F(Leaving, InTheMiddleOfAnUploadEndsIt) { leave_after("Content-Length: 1000\r\n", ""); }

TEST_F(Leaving, IsNoticedInReverseModeToo) {
  std::promise<void> asked, ended;
  RawOrigin origin([&](Connection& client) {
    client.read_until("\r\n\r\n");
    asked.set_value();
    client.read_to_end();
    ended.set_value();
  });
  options_.reverse_origin = origin.http;
  Deck deck(options_);
  auto client = Connection::to(deck.port());
  client.send("GET /a HTTP/1.1\r\nHost: o.test\r\n\r\n");
  asked.get_future().wait();
  client.close();
  EXPECT_EQ(ended.get_future().wait_for(soon), std::future_status::ready);
  EXPECT_THAT(deck.stop(), IsEmpty());
}

}  // namespace
}  // namespace wiretape

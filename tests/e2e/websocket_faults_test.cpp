// SPDX-License-Identifier: MIT
// What Python's websockets sees of the catalogue's faults in a WebSocket, played and scripted.
#include <wiretape/gtest.hpp>

#include "support/replayed.hpp"
#include "support/sockets.hpp"

namespace wiretape {
namespace {

using namespace support;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string python = "python3";
const std::string client = WIRETAPE_SOURCE_DIR "/fixtures/e2e/websocket_client.py";

struct Seen {
  Fault fault;
  std::string lines;  // behind the handshake's
};

const std::vector<Seen> faults{
    {fault::drop_message(2), "text one\ntext three\nclosed 1000 bye\n"},
    {fault::duplicate_message(2), "text one\ntext two\ntext two\ntext three\nclosed 1000 bye\n"},
    {fault::reorder_messages(2), "text one\ntext three\ntext two\nclosed 1000 bye\n"},
    {fault::half_frame(2), "text one\nclosed 1006 \n"},
    {fault::wrong_opcode(2), "text one\nclosed 1006 \n"},
    {fault::masked_message(2), "text one\nclosed 1006 \n"},
    {fault::close_at_message(2, 4001), "text one\nclosed 4001 a rule ends the conversation\n"},
    {fault::reset_at_message(2), "text one\nclosed 1006 \n"},
};

class WebSocketFaults : public testing::TestWithParam<Seen> {
protected:
  void SetUp() override {
    if (!has_python_module("websockets")) GTEST_SKIP() << "there is no python3-websockets";
    DeckOptions options;
    options.mode = RecordMode::none;
    deck_.emplace(options);
  }
  ProgramResult talk(const std::string& url, const std::vector<std::string>& more = {}) {
    std::vector<std::string> command{python,    "-B",
                                     client,    url,
                                     "--proxy", "127.0.0.1:" + std::to_string(deck_->port()),
                                     "--ca",    deck_->ca_file(),
                                     "--say",   "hello"};
    command.insert(command.begin() + 4, more.begin(), more.end());
    return run(command);
  }
  // One message, then two more behind the client's, and the end.
  RuleBuilder script() {
    return deck_->when(AnyRequest())
        .converse(
            {says("one"), hears("hello"), says("two"), says("three"), says(close_message(1000, "bye"))});
  }
  std::optional<Deck> deck_;
};

TEST_P(WebSocketFaults, AreSeenByPython) {
  script().fault(GetParam().fault);
  for (const auto* url : {"ws://chat.test:80/", "wss://chat.test:443/"}) {
    const auto seen = talk(url);
    EXPECT_THAT(seen.out, EndsWith("extensions []\n" + GetParam().lines)) << url << seen.err;
  }
  EXPECT_THAT(deck_->stop(), IsEmpty());
  const bool is_malformed =
      GetParam().fault.kind == FaultKind::wrong_opcode || GetParam().fault.kind == FaultKind::masked_message;
  std::size_t refusals = 0;
  for (const auto& entry : deck_->journal()) {
    const auto code = entry.message ? entry.message->close_code() : std::nullopt;
    if (code == 1002) ++refusals;
  }
  EXPECT_EQ(refusals, is_malformed ? 2U : 0U);
}

INSTANTIATE_TEST_SUITE_P(OfTheCatalogue, WebSocketFaults, testing::ValuesIn(faults),
                         [](const auto& test) { return std::string(to_string(test.param.fault.kind)); });

class OtherWebSocketFaults : public WebSocketFaults {};

TEST_F(OtherWebSocketFaults, RefuseTheUpgrade) {
  script().fault(fault::refuse_upgrade(401));
  const auto seen = talk("wss://chat.test:443/");
  EXPECT_NE(seen.exit_code, 0);
  EXPECT_THAT(seen.err, HasSubstr("HTTP 401"));
  EXPECT_THAT(deck_->stop(), IsEmpty());
}

// Whether it lives shows only in pings.
TEST_F(OtherWebSocketFaults, FallSilent) {
  for (const auto& fault : {fault::silent_death(2), fault::no_pong()}) {
    const RuleGuard rule(
        deck_->when(AnyRequest()).converse({says("one"), hears("hello"), says("two")}).fault(fault));
    const auto seen = talk("wss://chat.test:443/", {"--ping-every", "0.1"});
    const std::string second = fault.kind == FaultKind::no_pong ? "text two\n" : "";
    EXPECT_THAT(seen.out, EndsWith("text one\n" + second + "closed 1006 \n")) << fault.str() << seen.err;
  }
  EXPECT_THAT(deck_->stop(), IsEmpty());
}

TEST_F(OtherWebSocketFaults, AreHeldAtAGate) {
  const auto gate = std::make_shared<Gate>();
  script().hold_message(2, gate);
  std::thread opener([&] {
    EXPECT_TRUE(gate->wait_for(1, std::chrono::seconds(20)));
    EXPECT_EQ(deck_->messages().size(), 1U);
    gate->open();
  });
  EXPECT_THAT(talk("ws://chat.test:80/").out, EndsWith("text one\ntext two\ntext three\nclosed 1000 bye\n"));
  opener.join();
  EXPECT_THAT(deck_->stop(), IsEmpty());
}

TEST_F(OtherWebSocketFaults, BendWhatACassetteSays) {
  DeckOptions options;
  options.cassette_dir = WIRETAPE_SOURCE_DIR "/cassettes";
  options.mode = RecordMode::none;
  options.cassette = "Chat/SaysHello.yaml";
  deck_.emplace(options);
  deck_->when(AnyRequest()).fault(fault::close_at_message(1, 1001));
  const auto seen = run({python, "-B", client, "ws://chat.test:80/rooms/oslo", "--proxy",
                         "127.0.0.1:" + std::to_string(deck_->port()), "--say", "hello", "bye"});
  EXPECT_THAT(seen.out, EndsWith("closed 1001 a rule ends the conversation\n")) << seen.err;
  EXPECT_THAT(deck_->stop(), IsEmpty());
}

TEST_F(OtherWebSocketFaults, BendWhatAnOriginSaysWhileItIsRecorded) {
  TempDirectory dir;
  WebSocketOrigin origin;
  DeckOptions options;
  options.cassette_dir = dir.path();
  options.cassette = "a.yaml";
  deck_.emplace(options);
  deck_->when(AnyRequest()).fault(fault::duplicate_message(1));
  const auto url = "ws" + origin.http.substr(4);
  const auto seen = run(
      {python, "-B", client, url, "--proxy", "127.0.0.1:" + std::to_string(deck_->port()), "--say", "close"});
  EXPECT_THAT(seen.out, HasSubstr("text welcome\ntext welcome\n")) << seen.err;
  EXPECT_THAT(deck_->stop(), IsEmpty());
  const auto kept = read_cassette(dir.path("a.yaml"));
  ASSERT_TRUE(kept.interactions.at(0).conversation);
  int welcomes = 0;
  for (const auto& message : kept.interactions[0].conversation->messages) {
    if (message.payload == "welcome") ++welcomes;
  }
  EXPECT_EQ(welcomes, 1) << "the cassette has what the origin said";
}

// Those that a talk of its own shows are above.
TEST(WebSocketFaultCatalogue, IsTestedWhole) {
  std::set<FaultKind> tested{FaultKind::refuse_upgrade, FaultKind::silent_death, FaultKind::no_pong}, all;
  for (const auto& seen : faults) tested.insert(seen.fault.kind);
  for (const auto& entry : fault_catalogue()) {
    if (entry.group == "in a WebSocket") all.insert(entry.example.kind);
  }
  EXPECT_EQ(tested, all);
}

// What the client says otherwise than the script has it is a finding.
TEST_F(OtherWebSocketFaults, ScriptsCompareWhatTheClientSays) {
  deck_->when(AnyRequest()).converse({says("one"), hears("goodbye"), says(close_message())});
  talk("ws://chat.test:80/");
  const auto findings = deck_->stop();
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].kind, FindingKind::websocket_message);
  EXPECT_THAT(findings[0].message, HasSubstr("goodbye"));
}

}  // namespace
}  // namespace wiretape

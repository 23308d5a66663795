// SPDX-License-Identifier: MIT
#include "proxy/bent_messages.hpp"

#include <gmock/gmock.h>

#include "http/websocket_close.hpp"
#include "io/pipe.hpp"
#include "io/scope.hpp"
#include "support/tape_rig.hpp"

namespace wiretape::proxy {
namespace {

namespace websocket = http::websocket;

websocket::Frame frame(WebSocketOpcode opcode, std::string payload, bool is_final = true) {
  websocket::Frame out;
  out.head.opcode = opcode;
  out.head.is_final = is_final;
  out.head.length = payload.size();
  out.payload = std::move(payload);
  return out;
}
websocket::Frame text(std::string payload) { return frame(WebSocketOpcode::text, std::move(payload)); }

std::string bytes_of(const std::vector<websocket::Frame>& frames) {
  std::string bytes;
  for (const auto& each : frames) bytes += websocket::write_frame(each);
  return bytes;
}

policy::Bend bend_of(std::vector<Action> actions) {
  policy::Bend bend;
  for (auto& action : actions) bend.steps.push_back({std::move(action), 0});
  return bend;
}

// What comes out of it, on the other end of a pipe.
class Rig {
public:
  explicit Rig(std::vector<Action> actions)
      : scope_(context_.get_executor(), [](const std::string&, std::exception_ptr) { ADD_FAILURE(); }) {
    auto ends = io::make_pipe(context_.get_executor(), {});
    stream_ = std::move(ends.first);
    peer_ = std::make_unique<ScriptedPeer>(context_, std::move(ends.second));
    outbox_.emplace(context_.get_executor(), *stream_);
    scope_.spawn("outbox", outbox_->run());
    bent.emplace(context_.get_executor(), *outbox_, *stream_, bend_of(std::move(actions)));
  }
  explicit Rig(Fault fault) : Rig(std::vector<Action>{FaultAction{std::move(fault)}}) {}
  ~Rig() {
    scope_.cancel();
    settle();
  }
  std::string said(const std::vector<websocket::Frame>& frames) {
    for (const auto& each : frames) bent->put(each);
    settle();
    return peer_->take();
  }
  std::string said_in_bytes(const std::string& bytes, std::size_t cut) {
    for (std::size_t at = 0; at < bytes.size(); at += cut) bent->put(std::string_view(bytes).substr(at, cut));
    settle();
    return peer_->take();
  }
  void settle() {
    context_.restart();
    context_.poll();
  }
  [[nodiscard]] const ScriptedPeer& peer() const { return *peer_; }

private:
  asio::io_context context_;
  io::Scope scope_;
  std::unique_ptr<io::Stream> stream_;
  std::unique_ptr<ScriptedPeer> peer_;
  std::optional<Outbox> outbox_;

public:
  std::optional<BentMessages> bent;
};

const std::vector<websocket::Frame> abc{text("a"), text("b"), text("c")};

TEST(BentMessages, PassEverythingWhereNothingIsBent) {
  Rig rig(
      std::vector<Action>{DelayAction{Latency(std::chrono::milliseconds(1))}, FaultAction{fault::reset()}});
  EXPECT_EQ(rig.said(abc), bytes_of(abc));
  EXPECT_EQ(rig.said_in_bytes("no frame\xff", 3), "no frame\xff");
  EXPECT_FALSE(rig.bent->has_acted());
}

TEST(BentMessages, AreDroppedDoubledAndMoved) {
  EXPECT_EQ(Rig(fault::drop_message(2)).said(abc), bytes_of({text("a"), text("c")}));
  EXPECT_EQ(Rig(fault::duplicate_message(2)).said(abc),
            bytes_of({text("a"), text("b"), text("b"), text("c")}));
  EXPECT_EQ(Rig(fault::reorder_messages(1)).said(abc), bytes_of({text("b"), text("a"), text("c")}));
  EXPECT_EQ(Rig(fault::reorder_messages(3)).said(abc), bytes_of({text("a"), text("b")}));
  EXPECT_EQ(Rig(fault::drop_message(4)).said(abc), bytes_of(abc));
}

TEST(BentMessages, AreWholeWithTheirFragmentsAndLeaveControlFramesAlone) {
  const std::vector<websocket::Frame> frames{frame(WebSocketOpcode::text, "a", false),
                                             frame(WebSocketOpcode::ping, "p"),
                                             frame(WebSocketOpcode::continuation, "b"), text("c")};
  EXPECT_EQ(Rig(fault::drop_message(1)).said(frames), bytes_of({frames[1], frames[3]}));
  EXPECT_EQ(Rig(fault::duplicate_message(1)).said(frames),
            bytes_of({frames[0], frames[1], frames[2], frames[0], frames[2], frames[3]}));
  EXPECT_EQ(Rig(fault::drop_message(2)).said(frames), bytes_of({frames[0], frames[1], frames[2]}));
}

TEST(BentMessages, AreSpoilt) {
  auto reserved = text("b");
  reserved.head.opcode = static_cast<WebSocketOpcode>(3);
  EXPECT_EQ(Rig(fault::wrong_opcode(2)).said(abc), bytes_of({text("a"), reserved, text("c")}));

  const auto masked = Rig(fault::masked_message(1)).said(abc);
  EXPECT_EQ(masked.substr(0, 2), "\x81\x81") << "text of one byte, masked";
  EXPECT_EQ(masked.substr(7), bytes_of({text("b"), text("c")}));
}

TEST(BentMessages, EndTheConnection) {
  Rig half(fault::half_frame(2));
  EXPECT_EQ(half.said({text("a"), text("bcdef"), text("g")}),
            bytes_of({text("a")}) + bytes_of({text("bcdef")}).substr(0, 4));
  EXPECT_TRUE(half.peer().has_ended());

  Rig closed(fault::close_at_message(2, 4000));
  EXPECT_EQ(closed.said(abc),
            bytes_of({text("a"), frame(WebSocketOpcode::close,
                                       websocket::close_payload({4000, "a rule ends the conversation"}))}));
  EXPECT_TRUE(closed.peer().has_ended());

  Rig reset(fault::reset_at_message(1));
  EXPECT_EQ(reset.said(abc), "");
  EXPECT_TRUE(reset.peer().error());
}

TEST(BentMessages, FallSilent) {
  Rig dead(fault::silent_death(2));
  EXPECT_EQ(dead.said({text("a"), text("b"), frame(WebSocketOpcode::pong, ""), text("c")}),
            bytes_of({text("a")}));
  EXPECT_TRUE(dead.bent->is_dead());
  EXPECT_FALSE(dead.peer().has_ended());

  Rig without_pong(fault::no_pong());
  EXPECT_EQ(
      without_pong.said({text("a"), frame(WebSocketOpcode::pong, "x"), frame(WebSocketOpcode::ping, "")}),
      bytes_of({text("a"), frame(WebSocketOpcode::ping, "")}));
  EXPECT_TRUE(without_pong.bent->has_acted());
}

TEST(BentMessages, AreFoundInBytesOfAnyCut) {
  const auto bytes = bytes_of({text("a"), text(std::string(300, 'b')), text("c")});
  for (const std::size_t cut : {1, 2, 7, 1000}) {
    EXPECT_EQ(Rig(fault::drop_message(2)).said_in_bytes(bytes, cut), bytes_of({text("a"), text("c")}));
  }
}

TEST(BentMessages, SeveralAreBent) {
  Rig rig(std::vector<Action>{FaultAction{fault::drop_message(1)}, FaultAction{fault::duplicate_message(3)}});
  EXPECT_EQ(rig.said(abc), bytes_of({text("b"), text("c"), text("c")}));
}

TEST(BentMessages, WaitAtAGateInOrder) {
  const auto gate = std::make_shared<Gate>();
  Rig rig(std::vector<Action>{HoldMessageAction{gate, 2}, FaultAction{fault::duplicate_message(2)}});
  EXPECT_EQ(rig.said({text("a"), text("b"), frame(WebSocketOpcode::ping, "p"), text("c")}),
            bytes_of({text("a")}));
  EXPECT_EQ(gate->reached(), 1);
  gate->open();
  rig.settle();
  EXPECT_EQ(rig.said({}), bytes_of({text("b"), text("b"), frame(WebSocketOpcode::ping, "p"), text("c")}));
}

TEST(BentMessages, AreHeldTwice) {
  const auto first = std::make_shared<Gate>(), second = std::make_shared<Gate>();
  Rig rig(std::vector<Action>{HoldMessageAction{first, 1}, HoldMessageAction{second, 2}});
  EXPECT_EQ(rig.said(abc), "");
  first->open();
  EXPECT_EQ(rig.said({}), bytes_of({text("a")}));
  second->open();
  EXPECT_EQ(rig.said({}), bytes_of({text("b"), text("c")}));
}

TEST(BentMessages, MayBeGoneWhenTheGateOpens) {
  const auto gate = std::make_shared<Gate>();
  Rig rig(std::vector<Action>{HoldMessageAction{gate, 1}});
  rig.said(abc);
  gate->open();
  rig.bent.reset();
  rig.settle();
}

}  // namespace
}  // namespace wiretape::proxy

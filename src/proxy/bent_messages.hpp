// SPDX-License-Identifier: MIT
// What a server says in a WebSocket, as rules bend it.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "http/websocket_frame_reader.hpp"
#include "policy/bend.hpp"
#include "proxy/outbox.hpp"

namespace wiretape::proxy {

// Rules do something to single messages.
[[nodiscard]] bool bends_messages(const policy::Bend& bend);
// What is compressed depends on all that was said before, so a server whose messages are bent does not.
void refuse_compression(Request& upgrade);

class BentMessages {
public:
  // `out` is the client's; both outlive it. Of the bend, what it does to messages.
  BentMessages(io::Executor executor, Outbox& out, io::Stream& client, const policy::Bend& bend);

  // The server's next frame.
  void put(http::websocket::Frame frame);
  // The same in bytes, in any cut.
  void put(std::string_view bytes);

  // From now on a client may say what it likes: it has been told something else than was recorded.
  [[nodiscard]] bool has_acted() const { return has_acted_; }
  // The server says nothing any more, and does not end the connection.
  [[nodiscard]] bool is_dead() const { return is_dead_; }

private:
  using Frame = http::websocket::Frame;

  void read_frames();
  void say(Frame frame);
  void say_data(Frame frame);
  void count_message();
  void begin_fault(Frame& frame);
  void write(const Frame& frame);
  void end_message();
  void end();
  void hold(const std::shared_ptr<Gate>& gate);
  void go_on();

  io::Executor executor_;
  Outbox& out_;
  io::Stream& client_;
  std::vector<Fault> faults_;
  std::vector<HoldMessageAction> holds_;
  http::websocket::FrameReader reader_;
  Frame read_;  // as far as it came

  std::uint64_t number_ = 0;       // of the message that is being said
  std::optional<Fault> fault_;     // of that message
  std::vector<Frame> kept_;        // of a message that is said later, or again
  std::vector<Frame> behind_;      // a message that is said behind the next one
  std::deque<Frame> waiting_;      // while it is held
  std::shared_ptr<char> is_held_;  // lives while it is held, and this does
  bool is_counted_ = false;        // the message whose first frame is held
  bool is_within_message_ = false;
  bool has_acted_ = false, is_dead_ = false, is_over_ = false;
};

}  // namespace wiretape::proxy

// SPDX-License-Identifier: MIT
// Which recorded WebSocket message is due, and whether the client says what it said then. Knows no time and
// sends nothing.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <vector>

#include <wiretape/options.hpp>
#include <wiretape/websocket.hpp>

#include "secrets/redactor.hpp"

namespace wiretape::policy {

// What the server says unasked: a pong that answers a client's ping is made anew when one comes.
[[nodiscard]] std::vector<const WebSocketMessage*> server_messages(const WebSocketConversation& recorded);

// The client's pings and pongs come when its library likes: they are not compared, and nothing waits for
// them. Compared are its messages, and its close frame.
class MessagePlayer {
public:
  // `recorded` outlives the player, and so does `redactor`, by which secrets are all alike; null: none are.
  MessagePlayer(const WebSocketConversation& recorded, const WebSocketOptions& options,
                const secrets::Redactor* redactor = nullptr);

  // The server's message to be sent next; null while the client has to speak first, or when all is said.
  [[nodiscard]] const WebSocketMessage* due() const;
  // How long after the last message of either side it came when it was recorded; by_time, after the
  // handshake.
  [[nodiscard]] std::chrono::milliseconds due_after() const;
  void said();  // due() was sent

  enum class Verdict : unsigned char {
    same,
    differs,     // from `recorded`, in whose place it counts
    unexpected,  // the client said all it had said when this was recorded
    early,       // a close frame, and `recorded` has not been said
    unasked,     // a close frame that nobody compares: the recorded client left without one, or answered
  };
  struct Heard {
    Verdict verdict = Verdict::same;
    const WebSocketMessage* recorded = nullptr;
    std::size_t number = 0;  // of `recorded` in the conversation, from 1
  };
  Heard hear(const WebSocketMessage& live);

  // The first that the client has not said yet, close frames left aside: null when there is none.
  [[nodiscard]] const WebSocketMessage* unheard() const;
  // Everything was said, by the server and by the client.
  [[nodiscard]] bool is_over() const;

private:
  struct Expected {
    std::size_t index = 0;              // in the conversation
    std::vector<std::size_t> releases;  // the server's messages behind it, up to the next
    bool is_heard = false;
  };

  [[nodiscard]] bool is_same(const WebSocketMessage& recorded, const WebSocketMessage& live) const;
  [[nodiscard]] bool are_equal(const std::string& recorded, const std::string& live, bool are_texts) const;
  [[nodiscard]] Expected* first_unheard();
  [[nodiscard]] Expected* meant_by(const WebSocketMessage& live);
  Heard take(Expected& expected, Verdict verdict);

  const WebSocketConversation& recorded_;
  WebSocketOptions options_;
  const secrets::Redactor* redactor_;
  std::vector<Expected> expected_;
  std::deque<std::size_t> ready_;
  std::size_t first_unheard_ = 0;  // all before it are heard
  std::size_t unsaid_ = 0;
};

}  // namespace wiretape::policy

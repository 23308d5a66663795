// SPDX-License-Identifier: MIT
// The WebSocket conversations that are under way, so that a test can speak in them.
#pragma once

#include <cstddef>
#include <unordered_set>

#include <wiretape/matcher.hpp>
#include <wiretape/websocket.hpp>

namespace wiretape::proxy {

class Conversation {
public:
  virtual ~Conversation() = default;
  [[nodiscard]] virtual const Request& request() const = 0;  // the upgrade's
  // Sends a message of the test's to the client, as if the server had: between two messages.
  virtual void push(const WebSocketMessage& message) = 0;
};

class OpenConversations {
public:
  // Into each whose request fits; how many those are.
  std::size_t push(const WebSocketMessage& message, const RequestMatcher& which) const {
    std::size_t count = 0;
    for (auto* conversation : open_) {
      if (!which.matches(conversation->request())) continue;
      conversation->push(message);
      ++count;
    }
    return count;
  }

private:
  friend class Conversing;
  std::unordered_set<Conversation*> open_;
};

// A conversation is open as long as this lives.
class Conversing {
public:
  Conversing(OpenConversations& open, Conversation& conversation) : open_(open), conversation_(conversation) {
    open_.open_.insert(&conversation_);
  }
  ~Conversing() { open_.open_.erase(&conversation_); }
  Conversing(const Conversing&) = delete;
  Conversing& operator=(const Conversing&) = delete;

private:
  OpenConversations& open_;
  Conversation& conversation_;
};

}  // namespace wiretape::proxy

// SPDX-License-Identifier: MIT
// Puts frames together to messages, and decodes them.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "http/websocket_deflate.hpp"
#include "http/websocket_message.hpp"

namespace wiretape::http::websocket {

// Takes the events of one side as FrameReader gives them. Control frames come out at once, messages with
// their last frame; so the order is that of their ends. Holds a message up to the limits.
class MessageAssembler {
public:
  MessageAssembler(Sender from, const Agreement& agreement, MessageLimits limits = {});

  // The message that this event completes, or shows to be cut off. `at` is kept with the frame that ends.
  std::optional<Message> add(const FrameEvent& event, std::chrono::milliseconds at = {});
  // The connection ended: what was begun, a control frame and a message at most.
  std::vector<Message> end(std::chrono::milliseconds at = {});

private:
  struct Open {
    Message message;
    std::uint64_t left = 0;  // of the payload of the frame under way
    bool has_frame = false;  // a frame is under way
  };

  [[nodiscard]] std::optional<Open>& current();
  std::optional<Message> begin_frame(const FrameHead& head);
  void add_fragment(Open& open) const;
  void add_payload(const std::string& bytes);
  std::optional<Message> end_frame(std::chrono::milliseconds at);
  Message finish(Open open, bool is_finished);
  void decode(Message& message);

  std::optional<Compression> compression_;
  MessageLimits limits_;
  History history_;
  std::optional<Open> message_, control_;
  FrameHead head_;  // of the frame under way
};

}  // namespace wiretape::http::websocket

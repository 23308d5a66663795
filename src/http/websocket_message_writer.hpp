// SPDX-License-Identifier: MIT
// Messages as frames again.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "http/websocket_deflate.hpp"
#include "http/websocket_message.hpp"

namespace wiretape::http::websocket {

// Writes the messages of one side, in the order in which they are sent. What was recorded becomes the
// same frames again; what was edited, added or agreed on otherwise becomes frames that mean the same.
class MessageWriter {
public:
  // `now` governs the connection, `recorded` the one that the messages were recorded from, and `settings`
  // are those found then.
  MessageWriter(Sender from, const Agreement& now, const Agreement& recorded, DeflateSettings settings = {});
  // For messages that were never recorded.
  MessageWriter(Sender from, const Agreement& now) : MessageWriter(from, now, now) {}

  // The sizes of fragments are kept as far as the payload goes; the last takes the rest. A client's
  // fragments must have their keys (the recorded ones do). Errors: a message of which only the beginning was
  // kept; one that could not be decoded, where no compression was agreed now.
  Result<std::vector<Frame>> frames(const Message& message);

private:
  std::string compress(const Message& message);

  std::optional<Compression> compression_;
  bool may_send_wire_ = false;
  Deflater deflater_;
  History history_;  // what the peer's window holds
};

// One side's recorded messages, each at its turn, with control frames within fragmented messages at their
// place: at the turn of such a control frame the fragments before it go out too. What `messages` points to
// and `writer` outlive it.
class MessageTurns {
public:
  MessageTurns(std::vector<const Message*> messages, MessageWriter& writer)
      : messages_(std::move(messages)), writer_(writer) {}

  [[nodiscard]] bool is_at_end() const { return at_ == messages_.size(); }
  // Some fragments of a message are out and some are not: no other message can be sent now.
  [[nodiscard]] bool is_within_message() const { return begun_ != nullptr; }
  // What to send at the next message's turn. Errors as of MessageWriter::frames.
  Result<std::vector<Frame>> next();

private:
  std::optional<Error> begin_message();
  // Takes those of the message that was begun, up to its fragment `end`.
  std::vector<Frame> take_begun(std::size_t end);

  std::vector<const Message*> messages_;
  MessageWriter& writer_;
  std::size_t at_ = 0;
  const Message* begun_ = nullptr;
  std::vector<Frame> begun_frames_;
  std::size_t begun_sent_ = 0;
};

}  // namespace wiretape::http::websocket

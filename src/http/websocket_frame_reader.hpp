// SPDX-License-Identifier: MIT
// Reads WebSocket frames (RFC 6455 §5) from bytes that come in any cut. Knows no socket.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "http/byte_queue.hpp"
#include "http/reading.hpp"
#include "http/websocket_frame.hpp"
#include "http/websocket_rules.hpp"

namespace wiretape::http::websocket {

// Events and faults come out in order; nothing when more bytes are needed. Strictly the first fault ends
// the reader. Leniently a fault comes before the event it concerns, which follows as if nothing were wrong,
// so that FrameWriter gives back every byte; text that is no UTF-8 is cut where it goes wrong.
// The same bytes give the same events in every cut, but for how Data is divided. No payload is held:
// what was fed comes out with the next calls. Not thread-safe.
class FrameReader {
public:
  using Next = std::variant<std::monostate, FrameEvent, Fault>;

  // `from` wrote the frames; `agreement` says which reserved bits mean something.
  FrameReader(Sender from, const Agreement& agreement, Strictness strictness, MessageLimits limits = {});

  // Appends bytes from the peer, beginning with those behind the handshake.
  void feed(std::string_view bytes) { input_.append(bytes); }
  // The peer ended its side: an unfinished frame or message becomes a fault with code 1006.
  void feed_end() { has_ended_ = true; }

  [[nodiscard]] Next next();

  // Nothing of a next frame has come.
  [[nodiscard]] bool is_between_frames() const { return state_ == State::beginning && input_.empty(); }
  // Takes the bytes not read yet out: of a head that was cut off, or behind a strict reader's fault.
  [[nodiscard]] std::string take_rest() { return input_.take(std::string::npos); }

private:
  //   beginning ──► head ──► checked_head ──┬──► payload ──► end ──► checked_end ─┐
  //       ▲                                 └─ length 0 ────► ▲                   │
  //       └───────────────────────────────────────────────────────────────────────┘
  // What is checked has left its faults in rules_; they are told before the next step.
  enum class State : std::uint8_t { beginning, head, checked_head, payload, end, checked_end };
  using Step = std::optional<Next>;  // nothing: go on at once

  Step step();
  Step check_beginning();
  Step check_head();
  Step give_head();
  Step read_payload();
  Step check_end();
  Step give_end();
  Step starved();
  [[nodiscard]] std::string how_it_ended() const;

  Strictness strictness_;
  FrameRules rules_;
  ByteQueue input_;
  State state_ = State::beginning;
  FrameHead head_;
  std::uint64_t payload_bytes_ = 0;  // taken out of input_
  std::string held_;                 // taken out, without its mask, and not given yet
  bool has_ended_ = false, is_end_told_ = false;
  std::optional<Fault> error_;
};

}  // namespace wiretape::http::websocket

// SPDX-License-Identifier: MIT
// Reads HTTP/1 messages (RFC 9112) from bytes that come in any cut. Knows no socket.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "http/byte_queue.hpp"
#include "http/event.hpp"
#include "http/field_section.hpp"
#include "http/reading.hpp"
#include "http/start_line.hpp"
#include "http/target.hpp"

namespace wiretape::http {

// Events come out in order; nothing when more bytes are needed; an error ends the reader.
// The same bytes give the same events in every cut, but for how Data is divided. No body is held:
// what was fed comes out with the next calls. Not thread-safe.
class Http1Reader {
public:
  enum class Side : std::uint8_t { requests, responses };
  using Next = std::variant<std::monostate, Event, ReadError>;

  Http1Reader(Side side, Strictness strictness, ReaderLimits limits = {});

  // Appends bytes from the peer.
  void feed(std::string_view bytes) { input_.append(bytes); }
  // The peer ended its side: completes a body that lasts until close; an unfinished message becomes
  // an error ("the connection ended in the middle of …").
  void feed_end() { has_ended_ = true; }

  // The next event. After End the next message begins (bytes fed beyond it are kept). The reference is good
  // until the following call, and what is behind it may be moved away.
  [[nodiscard]] Next& next();
  // Requests, between messages: when the last one had no body, and its head comes once more byte for byte,
  // takes that and its end. Clients that poll send one head many times, and it need not be read again.
  [[nodiscard]] bool take_repeat();

  // Responses: tells which request the next response answers, for HEAD and CONNECT have no body. One
  // call for each request, in order; a response nobody announced counts as the answer to a GET.
  void expect_response_to(std::string_view method) { expected_.emplace_back(method); }

  // Nothing of a next message has come (empty lines aside).
  [[nodiscard]] bool is_between_messages() const;
  // Takes the bytes not read yet out: what follows a CONNECT, or a 101.
  [[nodiscard]] std::string take_rest() { return input_.take(std::string::npos); }

private:
  //            ┌────────────── interim ◄─┐
  //            ▼                         │
  //          start ──► fields ───────────┴─┬─► counted_body ──────────────────────┬─► end ─┐
  //            ▲                           ├─► open_body ── the peer ended ───────┤        │
  //            │                           ├─► chunk_line ── size 0 ─► trailers ──┤        │
  //            │                           │     ▲     └─► chunk_data ─► chunk_end ─┐      │
  //            │                           │     └─────────────────────────────────┘      │
  //            │                           └─► (no body) ──────────────────────────┘       │
  //            └──────────────────────────────────────────────────────────────────────────┘
  enum class State : std::uint8_t {
    start,
    fields,
    counted_body,
    open_body,
    chunk_line,
    chunk_data,
    chunk_end,
    trailers,
    end
  };
  // Each goes a step. True when next_ holds what came of it; false: go on at once.
  bool step();
  bool read_start();
  bool read_request_line(std::string_view line);
  bool read_status_line(std::string_view line);
  bool read_fields();
  bool read_request_head();
  bool read_response_head();
  bool read_body();
  bool read_open_body();
  bool read_chunk_line();
  bool read_chunk_end();
  bool read_trailers();
  bool read_end();
  bool take_section_line(bool& is_last);
  void begin_message();

  template <class Piece>
  bool give(Piece piece) {
    next_.emplace<Event>(std::move(piece));
    return true;
  }
  bool fail(ReadError error);
  bool wait();
  bool starve();  // waits, or fails where nothing more will come
  [[nodiscard]] std::string how_it_ended() const;
  [[nodiscard]] std::optional<ReadError> check_beginning() const;
  [[nodiscard]] ReadError over_limit() const;
  [[nodiscard]] ReadError refused(const Error& error, std::size_t within_line = 0) const;
  [[nodiscard]] ReadError refused_field(const Error& error) const;
  [[nodiscard]] std::size_t offset() const { return input_.taken() - message_start_; }
  void begin_body(Framing framing, std::uint64_t length);
  void begin_section();

  Side side_;
  Strictness strictness_;
  ReaderLimits limits_;
  ByteQueue input_;
  State state_ = State::start;
  bool has_ended_ = false;
  bool has_begun_ = false;         // the first line of the message was read
  std::size_t empty_lines_ = 0;    // before it
  std::size_t message_start_ = 0;  // as counted by input_
  std::size_t section_start_ = 0;
  RequestLine request_line_;
  Target target_;
  StatusLine status_line_;
  FieldSection section_;
  std::uint64_t length_ = 0;  // of a counted body
  std::uint64_t left_ = 0;    // of it, or of the chunk
  std::string last_extension_;
  std::string repeatable_;  // the head of the last request that had no body
  std::deque<std::string> expected_;
  Next next_;
};

}  // namespace wiretape::http

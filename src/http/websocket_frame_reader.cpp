// SPDX-License-Identifier: MIT
#include "http/websocket_frame_reader.hpp"

#include <algorithm>
#include <utility>

namespace wiretape::http::websocket {

FrameReader::FrameReader(Sender from, const Agreement& agreement, Strictness strictness, MessageLimits limits)
    : strictness_(strictness), rules_(from, agreement, limits) {}

FrameReader::Next FrameReader::next() {
  if (error_) return *error_;
  while (true) {
    if (auto fault = rules_.next_fault()) {
      if (strictness_ == Strictness::strict) error_ = fault;
      return *std::move(fault);
    }
    if (auto done = step()) return *std::move(done);
  }
}

FrameReader::Step FrameReader::step() {
  switch (state_) {
    case State::beginning:
      return check_beginning();
    case State::head:
      return check_head();
    case State::checked_head:
      return give_head();
    case State::payload:
      return read_payload();
    case State::end:
      return check_end();
    case State::checked_end:
      return give_end();
  }
  return Next{};
}

// What two bytes show to be wrong is told at once: the others may never come.
FrameReader::Step FrameReader::check_beginning() {
  if (input_.rest().size() < 2) return starved();
  rules_.begin(parse_frame_bits(input_.rest()), input_.taken());
  state_ = State::head;
  return std::nullopt;
}

FrameReader::Step FrameReader::check_head() {
  const auto head = parse_frame_head(input_.rest());
  if (!head) return starved();
  head_ = *head;
  rules_.check_length(head_);
  state_ = State::checked_head;
  return std::nullopt;
}

FrameReader::Step FrameReader::give_head() {
  input_.drop(frame_head_bytes(head_));
  payload_bytes_ = 0;
  state_ = head_.length == 0 ? State::end : State::payload;
  return FrameEvent(head_);
}

FrameReader::Step FrameReader::read_payload() {
  if (held_.empty()) {
    if (input_.empty()) return starved();
    const auto left = head_.length - payload_bytes_;
    held_ = input_.take(static_cast<std::size_t>(std::min<std::uint64_t>(left, std::string::npos)));
    if (head_.mask) apply_mask(held_, *head_.mask, payload_bytes_);
    payload_bytes_ += held_.size();
  }
  const auto good = rules_.check_payload(held_);
  if (good == 0) return std::nullopt;
  Data data{std::exchange(held_, {})};
  held_ = data.bytes.substr(good);
  data.bytes.resize(good);
  if (held_.empty() && payload_bytes_ == head_.length) state_ = State::end;
  return FrameEvent(std::move(data));
}

FrameReader::Step FrameReader::check_end() {
  rules_.end();
  state_ = State::checked_end;
  return std::nullopt;
}

FrameReader::Step FrameReader::give_end() {
  state_ = State::beginning;
  input_.shrink();
  return FrameEvent(FrameEnd{});
}

// More bytes are needed; but none will come where the peer has ended.
FrameReader::Step FrameReader::starved() {
  const bool is_whole = is_between_frames() && !rules_.is_within_message();
  if (!has_ended_ || is_whole || std::exchange(is_end_told_, true)) return Next{};
  Fault fault{"the connection ended " + how_it_ended(), input_.taken() + input_.rest().size(),
              close_code::abnormal};
  if (strictness_ == Strictness::strict) error_ = fault;
  return fault;
}

std::string FrameReader::how_it_ended() const {
  if (state_ == State::payload) {
    return "after " + std::to_string(payload_bytes_) + " of " + std::to_string(head_.length) +
           " bytes of a frame";
  }
  return is_between_frames() ? "before the last fragment of a message" : "in the middle of a frame's head";
}

}  // namespace wiretape::http::websocket

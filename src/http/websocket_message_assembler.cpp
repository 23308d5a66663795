// SPDX-License-Identifier: MIT
#include "http/websocket_message_assembler.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"

namespace wiretape::http::websocket {

namespace {

std::vector<std::uint64_t> wire_sizes(const Message& message) {
  std::vector<std::uint64_t> sizes;
  for (const auto& fragment : message.fragments) sizes.push_back(fragment.size);
  return sizes;
}

}  // namespace

MessageAssembler::MessageAssembler(Sender from, const Agreement& agreement, MessageLimits limits)
    : compression_(agreement.compression(from)), limits_(limits) {}

std::optional<Message> MessageAssembler::add(const FrameEvent& event, std::chrono::milliseconds at) {
  if (const auto* head = std::get_if<FrameHead>(&event)) return begin_frame(*head);
  if (!current()) return std::nullopt;
  if (const auto* data = std::get_if<Data>(&event)) {
    add_payload(data->bytes);
    return std::nullopt;
  }
  return end_frame(at);
}

// The one that the frame under way belongs to.
std::optional<MessageAssembler::Open>& MessageAssembler::current() {
  return is_control_opcode(head_.opcode) ? control_ : message_;
}

std::optional<Message> MessageAssembler::begin_frame(const FrameHead& head) {
  head_ = head;
  std::optional<Message> cut_off;
  if (is_control_opcode(head.opcode)) {
    control_ = Open{};
    control_->message.after_fragment = message_ ? message_->message.fragments.size() : 0;
  } else if (!message_ || head.opcode != Opcode::continuation) {
    if (message_) cut_off = finish(*std::exchange(message_, std::nullopt), false);
    message_ = Open{};
    const bool is_first = head.opcode == Opcode::text || head.opcode == Opcode::binary;
    message_->message.is_compressed = compression_ && is_first && (head.reserved & rsv1) != 0;
  }
  add_fragment(*current());
  return cut_off;
}

void MessageAssembler::add_fragment(Open& open) const {
  auto& message = open.message;
  open.left = head_.length;
  open.has_frame = true;
  const bool is_first = message.fragments.empty();
  if (is_first) message.opcode = head_.opcode;
  if (message.fragments.size() >= limits_.fragments) message.is_truncated = true;
  if (message.is_truncated) return;
  const auto is_compression = is_first && message.is_compressed ? rsv1 : std::uint8_t{0};
  message.fragments.push_back({.size = head_.length,
                               .decoded_size = head_.length,
                               .mask = head_.mask,
                               .reserved = static_cast<std::uint8_t>(head_.reserved & ~is_compression),
                               .length_form = head_.length_form});
}

void MessageAssembler::add_payload(const std::string& bytes) {
  auto& [message, left, has_frame] = *current();
  left -= std::min<std::uint64_t>(left, bytes.size());
  if (message.is_truncated) return;
  const auto room = limits_.message_bytes - message.payload.size();
  message.is_truncated = bytes.size() > room;
  message.payload.append(bytes, 0, static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), room)));
}

std::optional<Message> MessageAssembler::end_frame(std::chrono::milliseconds at) {
  auto& open = current();
  open->has_frame = false;
  if (!open->message.fragments.empty()) open->message.fragments.back().at = at;
  if (!head_.is_final && !is_control_opcode(head_.opcode)) return std::nullopt;
  return finish(*std::exchange(open, std::nullopt), head_.is_final);
}

std::vector<Message> MessageAssembler::end(std::chrono::milliseconds at) {
  std::vector<Message> out;
  for (auto* open : {&control_, &message_}) {
    if (!*open) continue;
    const bool has_frame = (*open)->has_frame;
    auto& fragments = (*open)->message.fragments;
    if (has_frame && !fragments.empty()) {
      fragments.back().at = at;
      fragments.back().size -= std::min(fragments.back().size, (*open)->left);
      fragments.back().decoded_size = fragments.back().size;
      (*open)->message.missing = (*open)->left;
    }
    out.push_back(finish(*std::exchange(*open, std::nullopt), has_frame && head_.is_final));
  }
  return out;
}

Message MessageAssembler::finish(Open open, bool is_finished) {
  auto& message = open.message;
  message.is_finished = is_finished;
  if (message.is_compressed) decode(message);
  return std::move(message);
}

void MessageAssembler::decode(Message& message) {
  if (message.is_truncated || !message.is_finished || message.missing > 0) {
    message.undecoded = message.is_truncated ? "a compressed message over the limits"
                                             : "a compressed message that never ended";
    history_.clear();
    return;
  }
  auto result = inflate_message(message.payload, wire_sizes(message), history_.window(), limits_.decoded);
  if (auto* fault = std::get_if<Fault>(&result)) {
    message.undecoded = fault->message;
    message.faults.push_back(std::move(*fault));
    // What refers to it cannot be decoded either, and zlib sees that; what does not, can.
    history_.clear();
    return;
  }
  auto& inflated = std::get<Inflated>(result);
  message.wire = std::exchange(message.payload, std::move(inflated.payload));
  for (std::size_t i = 0; i < inflated.sizes.size(); ++i)
    message.fragments[i].decoded_size = inflated.sizes[i];
  if (compression_->keeps_context) history_.add(message.payload);
  if (message.opcode == Opcode::text && !is_valid_utf8(message.payload)) {
    message.faults.push_back({"a compressed text that is not UTF-8", 0, close_code::invalid_payload});
  }
}

}  // namespace wiretape::http::websocket

// SPDX-License-Identifier: MIT
#include "http/websocket_rules.hpp"

#include <utility>

namespace wiretape::http::websocket {

namespace {

constexpr std::uint64_t max_control_bytes = 125;              // RFC 6455 §5.5
constexpr std::uint64_t max_length = std::uint64_t{1} << 63;  // §5.2: the top bit is 0

bool is_reserved(Opcode opcode) {
  const auto number = static_cast<std::uint8_t>(opcode);
  return (number > 2 && number < 8) || number > 10;
}

std::string a_frame(Opcode opcode) {
  return is_reserved(opcode) ? "a frame of a reserved kind" : "a " + to_string(opcode) + " frame";
}

std::uint64_t sum(std::uint64_t a, std::uint64_t b) { return a + b < a ? ~std::uint64_t{0} : a + b; }

std::string more_than(std::uint64_t limit) { return " of more than " + std::to_string(limit) + " bytes"; }

}  // namespace

FrameRules::FrameRules(Sender from, const Agreement& agreement, const MessageLimits& limits)
    : from_(from),
      has_deflate_(agreement.deflate.has_value()),
      has_unknown_extension_(agreement.has_unknown_extension),
      limits_(limits) {}

void FrameRules::begin(const FrameHead& bits, std::uint64_t offset) {
  head_ = bits;
  offset_ = offset;
  payload_bytes_ = 0;
  if (has_closed_ && !std::exchange(is_after_close_told_, true)) {
    tell("a frame behind the close frame", 0);  // RFC 6455 §5.5.1
  }
  check_reserved_bits();
  check_opcode();
  check_mask();
  if (head_.opcode == Opcode::close) close_ = {};
  const bool begins_message =
      !is_control_opcode(head_.opcode) && (head_.opcode != Opcode::continuation || !message_);
  if (begins_message) message_ = {.is_text = head_.opcode == Opcode::text && head_.reserved == 0};
}

void FrameRules::check_reserved_bits() {
  if (has_unknown_extension_ || head_.reserved == 0) return;
  const bool is_first = head_.opcode == Opcode::text || head_.opcode == Opcode::binary;
  if ((head_.reserved & (rsv2 | rsv3)) != 0 || !has_deflate_) {
    tell("a reserved bit is set, but no extension was agreed that uses it", 0);
  } else if (!is_first) {  // RFC 7692 §6.1
    tell("the bit for compression is set in " + a_frame(head_.opcode), 0);
  }
}

void FrameRules::check_opcode() {
  const auto opcode = head_.opcode;
  if (is_reserved(opcode)) tell("the frame's " + to_string(opcode) + " is reserved", 0);
  if (is_control_opcode(opcode)) {
    if (!head_.is_final) tell(a_frame(opcode) + " that is fragmented", 0);  // §5.5
  } else if (opcode == Opcode::continuation) {
    if (!message_) tell("a continuation frame without a message before it", 0);  // §5.4
  } else if (message_) {
    tell(a_frame(opcode) + " before the last fragment of another message", 0);
  }
}

void FrameRules::check_mask() {  // §5.1
  if (from_ == Sender::client && !head_.mask) tell("a client's frame that is not masked", 1);
  if (from_ == Sender::server && head_.mask) tell("a server's frame that is masked", 1);
}

void FrameRules::check_length(const FrameHead& head) {
  head_ = head;
  head_bytes_ = frame_head_bytes(head);
  if (head.length_form != LengthForm::shortest) tell("a length in more bytes than it needs", 1);
  if (head.length >= max_length) tell("a length whose top bit is set", 2);
  const bool is_control = is_control_opcode(head.opcode);
  if (is_control && head.length > max_control_bytes) {
    tell(a_frame(head.opcode) + more_than(max_control_bytes), 1);
  } else {
    check_size();
  }
}

void FrameRules::check_size() {
  if (head_.length > limits_.frame_bytes) {
    tell("a frame" + more_than(limits_.frame_bytes), 1, close_code::too_big);
  }
  if (is_control_opcode(head_.opcode)) return;
  const auto before = std::exchange(message_->bytes, sum(message_->bytes, head_.length));
  const bool is_told = before > limits_.message_bytes || head_.length > limits_.frame_bytes;
  if (message_->bytes > limits_.message_bytes && !is_told) {
    tell("a message" + more_than(limits_.message_bytes), 1, close_code::too_big);
  }
}

std::size_t FrameRules::check_payload(std::string_view bytes) {
  const bool is_close = head_.opcode == Opcode::close;
  const bool is_text = !is_control_opcode(head_.opcode) && message_->is_text;
  const auto good = is_close ? check_close(bytes) : is_text ? check_text(bytes) : bytes.size();
  payload_bytes_ += good;
  return good;
}

std::size_t FrameRules::check_text(std::string_view bytes) {
  const auto bad = message_->utf8.feed(bytes);
  if (bad == Utf8Validator::npos) return bytes.size();
  tell("a text that is not UTF-8", head_bytes_ + payload_bytes_ + bad, close_code::invalid_payload);
  return bad;
}

std::size_t FrameRules::check_close(std::string_view bytes) {
  std::size_t used = 0;
  for (; used < bytes.size() && payload_bytes_ + used < 2; ++used) {
    const auto code = static_cast<std::uint16_t>(close_.code << 8 | static_cast<unsigned char>(bytes[used]));
    const bool is_whole = payload_bytes_ + used == 1;
    if (is_whole && !is_sendable_close_code(code) && !std::exchange(close_.is_code_told, true)) {
      tell("the close code " + std::to_string(code) + ", which must not be sent", head_bytes_);
      return used;
    }
    close_.code = code;
  }
  const auto bad = close_.utf8.feed(bytes.substr(used));
  if (bad == Utf8Validator::npos) return bytes.size();
  tell("a close reason that is not UTF-8", head_bytes_ + payload_bytes_ + used + bad,
       close_code::invalid_payload);
  return used + bad;
}

void FrameRules::end() {
  const auto end = head_bytes_ + payload_bytes_;
  const auto is_cut = [](const Utf8Validator& utf8) { return !utf8.is_complete() && !utf8.has_failed(); };
  if (head_.opcode == Opcode::close) {
    has_closed_ = true;
    if (payload_bytes_ == 1) tell("a close frame with one byte, which is no code", end - 1);  // §5.5.1
    if (is_cut(close_.utf8)) {
      tell("a close reason that ends within a character", end, close_code::invalid_payload);
    }
  }
  if (is_control_opcode(head_.opcode) || !head_.is_final) return;
  if (message_->is_text && is_cut(message_->utf8)) {
    tell("a text that ends within a character", end, close_code::invalid_payload);
  }
  message_.reset();
}

std::optional<Fault> FrameRules::next_fault() {
  if (faults_.empty()) return std::nullopt;
  auto fault = std::move(faults_.front());
  faults_.pop_front();
  return fault;
}

void FrameRules::tell(std::string message, std::uint64_t within_frame, std::uint16_t code) {
  faults_.push_back({std::move(message), offset_ + within_frame, code});
}

}  // namespace wiretape::http::websocket

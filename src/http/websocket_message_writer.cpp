// SPDX-License-Identifier: MIT
#include "http/websocket_message_writer.hpp"

#include <algorithm>
#include <utility>

namespace wiretape::http::websocket {

namespace {

std::vector<std::uint64_t> decoded_sizes(const Message& message) {
  std::vector<std::uint64_t> sizes;
  for (const auto& fragment : message.fragments) sizes.push_back(fragment.decoded_size);
  return sizes;
}

// A window that is smaller now than it was then may not reach what the recorded bytes refer to.
bool may_read_recorded(const std::optional<Compression>& now, const std::optional<Compression>& recorded) {
  return now && recorded && now->window_bits >= recorded->window_bits;
}

std::vector<Frame> cut(const Message& message, std::string_view bytes, bool is_compressed) {
  const auto fragments = message.fragments.empty() ? std::vector<Fragment>(1) : message.fragments;
  const bool is_decoded = message.is_compressed && !is_compressed;
  std::vector<Frame> frames;
  for (const auto& fragment : fragments) {
    const bool is_first = frames.empty();
    const bool is_last = &fragment == &fragments.back();
    const auto size = is_decoded ? fragment.decoded_size : fragment.size;
    const auto payload =
        bytes.substr(0, is_last ? bytes.size() : std::min<std::uint64_t>(size, bytes.size()));
    bytes.remove_prefix(payload.size());
    const auto compression_bit = is_first && is_compressed ? rsv1 : std::uint8_t{0};
    frames.push_back({{.opcode = is_first ? message.opcode : Opcode::continuation,
                       .is_final = is_last && message.is_finished,
                       .reserved = static_cast<std::uint8_t>(fragment.reserved | compression_bit),
                       .mask = fragment.mask,
                       .length = payload.size() + (is_last ? message.missing : 0),
                       .length_form = fragment.length_form},
                      std::string(payload)});
  }
  return frames;
}

}  // namespace

MessageWriter::MessageWriter(Sender from, const Agreement& now, const Agreement& recorded,
                             DeflateSettings settings)
    : compression_(now.compression(from)),
      may_send_wire_(may_read_recorded(compression_, recorded.compression(from))),
      deflater_(compression_.value_or(Compression{}), settings) {}

Result<std::vector<Frame>> MessageWriter::frames(const Message& message) {
  if (message.is_truncated) return Error{"only the beginning of the message was kept", 0};
  if (!message.is_compressed) return cut(message, message.payload, false);
  if (compression_) return cut(message, compress(message), true);
  if (message.undecoded.empty()) return cut(message, message.payload, false);
  return Error{"the message could not be decoded when it was recorded, and no compression is agreed now", 0};
}

// Our own deflater hears each message, so that its window is that of the peer whosever bytes were sent.
std::string MessageWriter::compress(const Message& message) {
  if (!message.undecoded.empty()) {
    deflater_.forget();
    history_.clear();
    return message.payload;
  }
  auto bytes = deflater_.deflate(message.payload, decoded_sizes(message));
  if (message.wire && may_send_wire_) {
    // Something before it may have been edited, and the message itself too.
    const auto read = inflate_message(*message.wire, {message.wire->size()}, history_.window(),
                                      {.bytes = message.payload.size(), .ratio = std::string::npos});
    const auto* inflated = std::get_if<Inflated>(&read);
    if (inflated != nullptr && inflated->payload == message.payload) bytes = *message.wire;
  }
  if (compression_->keeps_context) history_.add(message.payload);
  return bytes;
}

Result<std::vector<Frame>> MessageTurns::next() {
  const auto* message = messages_[at_++];
  if (message == begun_) {
    begun_ = nullptr;
    return take_begun(begun_frames_.size());
  }
  std::vector<Frame> out;
  if (is_control_opcode(message->opcode) && message->after_fragment > 0) {
    if (auto error = begin_message()) return *std::move(error);
    out = take_begun(message->after_fragment);
  }
  auto own = writer_.frames(*message);
  if (!own) return own.error();
  std::move(own->begin(), own->end(), std::back_inserter(out));
  return out;
}

// The next message that is no control frame, unless it has begun.
std::optional<Error> MessageTurns::begin_message() {
  if (begun_ != nullptr) return std::nullopt;
  const auto found = std::find_if(messages_.begin() + static_cast<std::ptrdiff_t>(at_), messages_.end(),
                                  [](const Message* m) { return !is_control_opcode(m->opcode); });
  if (found == messages_.end()) return std::nullopt;
  auto frames = writer_.frames(**found);
  if (!frames) return frames.error();
  begun_ = *found;
  begun_frames_ = *std::move(frames);
  begun_sent_ = 0;
  return std::nullopt;
}

std::vector<Frame> MessageTurns::take_begun(std::size_t end) {
  std::vector<Frame> out;
  for (; begun_sent_ < std::min(end, begun_frames_.size()); ++begun_sent_) {
    out.push_back(std::move(begun_frames_[begun_sent_]));
  }
  return out;
}

}  // namespace wiretape::http::websocket

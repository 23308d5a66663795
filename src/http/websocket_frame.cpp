// SPDX-License-Identifier: MIT
#include "http/websocket_frame.hpp"

#include <algorithm>
#include <cstring>

namespace wiretape::http::websocket {

namespace {

constexpr std::uint8_t final_bit = 0x80, mask_bit = 0x80;
// In place of a length: it follows in two bytes, or in eight.
constexpr std::uint8_t two_bytes_follow = 126, eight_bytes_follow = 127;

std::uint8_t byte_at(std::string_view bytes, std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); }

std::size_t shortest_length_bytes(std::uint64_t length) {
  if (length < two_bytes_follow) return 0;
  return length <= 0xFFFF ? 2 : 8;
}

// How many bytes hold the length behind the first two.
std::size_t length_bytes(const FrameHead& head) {
  const std::size_t asked = head.length_form == LengthForm::eight_bytes ? 8
                            : head.length_form == LengthForm::two_bytes ? 2
                                                                        : 0;
  return std::max(asked, shortest_length_bytes(head.length));
}

LengthForm form_of(std::size_t bytes, std::uint64_t length) {
  if (bytes == shortest_length_bytes(length)) return LengthForm::shortest;
  return bytes == 2 ? LengthForm::two_bytes : LengthForm::eight_bytes;
}

}  // namespace

FrameHead parse_frame_bits(std::string_view two_bytes) {
  const auto first = byte_at(two_bytes, 0);
  FrameHead head;
  head.is_final = (first & final_bit) != 0;
  head.reserved = first >> 4 & (rsv1 | rsv2 | rsv3);
  head.opcode = static_cast<Opcode>(first & 0x0F);
  if ((byte_at(two_bytes, 1) & mask_bit) != 0) head.mask = MaskKey{};
  return head;
}

std::optional<FrameHead> parse_frame_head(std::string_view bytes) {
  if (bytes.size() < 2) return std::nullopt;
  auto head = parse_frame_bits(bytes);
  const std::uint8_t short_length = byte_at(bytes, 1) & ~mask_bit;
  const std::size_t extra = short_length == eight_bytes_follow ? 8 : short_length == two_bytes_follow ? 2 : 0;
  const std::size_t mask_at = 2 + extra;
  if (bytes.size() < mask_at + (head.mask ? 4 : 0)) return std::nullopt;

  head.length = extra == 0 ? short_length : 0;
  for (std::size_t i = 2; i < mask_at; ++i) head.length = head.length << 8 | byte_at(bytes, i);
  head.length_form = form_of(extra, head.length);
  if (head.mask) {
    for (std::size_t i = 0; i < 4; ++i) (*head.mask)[i] = byte_at(bytes, mask_at + i);
  }
  return head;
}

std::string write_frame_head(const FrameHead& head) {
  const auto extra = length_bytes(head);
  const std::uint64_t short_length = extra == 8   ? eight_bytes_follow
                                     : extra == 2 ? two_bytes_follow
                                                  : head.length;
  std::string out;
  out += static_cast<char>((head.is_final ? final_bit : 0) | head.reserved << 4 |
                           static_cast<std::uint8_t>(head.opcode));
  out += static_cast<char>((head.mask ? mask_bit : 0) | short_length);
  for (auto left = extra; left > 0; --left) out += static_cast<char>(head.length >> 8 * (left - 1));
  if (head.mask) out.append(head.mask->begin(), head.mask->end());
  return out;
}

std::size_t frame_head_bytes(const FrameHead& head) { return 2 + length_bytes(head) + (head.mask ? 4 : 0); }

void apply_mask(std::string& bytes, const MaskKey& key, std::uint64_t position) {
  std::array<std::uint8_t, 8> turned;  // the key from `position` on, twice
  for (std::size_t i = 0; i < 8; ++i) turned[i] = key[(position + i) % 4];
  std::uint64_t wide = 0, word = 0;
  std::memcpy(&wide, turned.data(), 8);
  std::size_t at = 0;
  for (; bytes.size() - at >= 8; at += 8) {
    std::memcpy(&word, bytes.data() + at, 8);
    word ^= wide;
    std::memcpy(bytes.data() + at, &word, 8);
  }
  for (; at < bytes.size(); ++at) bytes[at] = static_cast<char>(byte_at(bytes, at) ^ turned[at % 8]);
}

std::string FrameWriter::write(const FrameEvent& event) {
  return std::visit([this](const auto& e) { return write(e); }, event);
}

std::string FrameWriter::write(const FrameHead& head) {
  mask_ = head.mask;
  position_ = 0;
  return write_frame_head(head);
}

std::string FrameWriter::write(const Data& data) {
  auto bytes = data.bytes;
  if (mask_) apply_mask(bytes, *mask_, position_);
  position_ += bytes.size();
  return bytes;
}

std::string FrameWriter::write(const FrameEnd&) { return {}; }

std::string write_frame(const Frame& frame) {
  FrameWriter writer;
  auto bytes = writer.write(frame.head);
  bytes += writer.write(Data{frame.payload});
  return bytes;
}

}  // namespace wiretape::http::websocket

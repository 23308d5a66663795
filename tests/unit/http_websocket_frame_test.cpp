// SPDX-License-Identifier: MIT
#include "http/websocket_frame.hpp"

#include <gtest/gtest.h>

#include <random>

namespace wiretape::http::websocket {
namespace {

using namespace std::string_literals;
constexpr MaskKey rfc_key = {0x37, 0xfa, 0x21, 0x3d};

// RFC 6455 §5.7
TEST(WebSocketFrame, IsWrittenAsInTheExamples) {
  EXPECT_EQ(write_frame({{.opcode = Opcode::text, .length = 5}, "Hello"}), "\x81\x05Hello");
  EXPECT_EQ(write_frame({{.opcode = Opcode::text, .mask = rfc_key, .length = 5}, "Hello"}),
            "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58");
  EXPECT_EQ(write_frame({{.opcode = Opcode::text, .is_final = false, .length = 3}, "Hel"}), "\x01\x03Hel");
  EXPECT_EQ(write_frame({{.opcode = Opcode::continuation, .length = 2}, "lo"}), "\x80\x02lo");
  EXPECT_EQ(write_frame({{.opcode = Opcode::ping, .length = 5}, "Hello"}), "\x89\x05Hello");
  EXPECT_EQ(write_frame_head({.opcode = Opcode::binary, .length = 256}), "\x82\x7e\x01\0"s);
  EXPECT_EQ(write_frame_head({.opcode = Opcode::binary, .length = 65536}), "\x82\x7f\0\0\0\0\0\x01\0\0"s);
}

TEST(WebSocketFrame, HasTheShortestLengthUnlessToldOtherwise) {
  const auto length_of = [](std::uint64_t length, LengthForm form = LengthForm::shortest) {
    return write_frame_head({.length = length, .length_form = form}).substr(1);
  };
  EXPECT_EQ(length_of(0), "\0"s);
  EXPECT_EQ(length_of(125), "\x7d");
  EXPECT_EQ(length_of(126), "\x7e\0\x7e"s);
  EXPECT_EQ(length_of(65535), "\x7e\xff\xff");
  EXPECT_EQ(length_of(65536), "\x7f\0\0\0\0\0\x01\0\0"s);
  EXPECT_EQ(length_of(~std::uint64_t{0}), "\x7f\xff\xff\xff\xff\xff\xff\xff\xff");
  EXPECT_EQ(length_of(5, LengthForm::two_bytes), "\x7e\0\x05"s);
  EXPECT_EQ(length_of(5, LengthForm::eight_bytes), "\x7f\0\0\0\0\0\0\0\x05"s);
  EXPECT_EQ(length_of(300, LengthForm::eight_bytes), "\x7f\0\0\0\0\0\0\x01\x2c"s);
  EXPECT_EQ(length_of(65536, LengthForm::two_bytes), "\x7f\0\0\0\0\0\x01\0\0"s);  // does not fit
}

TEST(WebSocketFrame, HeadsOfEveryKindReadAsTheyWereWritten) {
  for (int first = 0; first < 256; ++first) {
    for (const bool is_masked : {false, true}) {
      for (const std::uint64_t length : {0U, 1U, 125U, 126U, 127U, 65535U, 65536U, 1U << 31}) {
        for (const auto form : {LengthForm::shortest, LengthForm::two_bytes, LengthForm::eight_bytes}) {
          FrameHead head = parse_frame_bits(std::string{static_cast<char>(first), '\0'});
          head.length = length;
          head.length_form = form;
          if (is_masked) head.mask = rfc_key;
          const auto bytes = write_frame_head(head);
          EXPECT_EQ(static_cast<unsigned char>(bytes[0]), first);
          EXPECT_EQ(frame_head_bytes(head), bytes.size());
          const auto read = parse_frame_head(bytes + "xyz");
          ASSERT_TRUE(read);
          EXPECT_EQ(write_frame_head(*read), bytes);
          EXPECT_EQ(read->length, length);
          EXPECT_EQ(read->mask, head.mask);
          for (std::size_t n = 0; n < bytes.size(); ++n) EXPECT_FALSE(parse_frame_head(bytes.substr(0, n)));
        }
      }
    }
  }
}

TEST(WebSocketFrame, TellsALengthThatIsLongerThanItNeedsToBe) {
  EXPECT_EQ(parse_frame_head("\x81\x7e\0\x7d"s)->length_form, LengthForm::two_bytes);
  EXPECT_EQ(parse_frame_head("\x81\x7e\0\x7e"s)->length_form, LengthForm::shortest);
  EXPECT_EQ(parse_frame_head("\x81\x7f\0\0\0\0\0\0\xff\xff"s)->length_form, LengthForm::eight_bytes);
  EXPECT_EQ(parse_frame_head("\x81\x7f\0\0\0\0\0\x01\0\0"s)->length_form, LengthForm::shortest);
}

TEST(WebSocketFrame, TheMaskGoesOnFromAnyPosition) {
  std::mt19937 random(1);  // NOLINT: the same bytes on every run
  for (std::size_t size = 0; size < 40; ++size) {
    std::string plain(size, '\0');
    for (auto& c : plain) c = static_cast<char>(random());
    auto whole = plain;
    for (std::size_t i = 0; i < size; ++i) whole[i] = static_cast<char>(whole[i] ^ rfc_key[i % 4]);  // §5.3
    for (std::size_t cut = 0; cut <= size; ++cut) {
      auto first = plain.substr(0, cut), second = plain.substr(cut);
      apply_mask(first, rfc_key);
      apply_mask(second, rfc_key, cut);
      EXPECT_EQ(first + second, whole) << cut << " of " << size;
    }
  }
}

TEST(WebSocketFrame, IsWrittenPieceByPiece) {
  FrameWriter writer;
  std::string bytes;
  const FrameHead masked{.opcode = Opcode::text, .mask = rfc_key, .length = 5}, plain{.length = 1};
  for (const FrameEvent& event : {FrameEvent(masked), FrameEvent(Data{"H"}), FrameEvent(Data{"ello"}),
                                  FrameEvent(FrameEnd{}), FrameEvent(plain), FrameEvent(Data{"x"})}) {
    bytes += writer.write(event);
  }
  EXPECT_EQ(bytes, "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58\x81\x01x");
}

TEST(WebSocketFrame, OpcodesHaveNames) {
  EXPECT_EQ(to_string(Opcode::continuation), "continuation");
  EXPECT_EQ(to_string(Opcode::text), "text");
  EXPECT_EQ(to_string(Opcode::binary), "binary");
  EXPECT_EQ(to_string(Opcode::close), "close");
  EXPECT_EQ(to_string(Opcode::ping), "ping");
  EXPECT_EQ(to_string(Opcode::pong), "pong");
  EXPECT_EQ(to_string(static_cast<Opcode>(11)), "opcode 11");
}

}  // namespace
}  // namespace wiretape::http::websocket

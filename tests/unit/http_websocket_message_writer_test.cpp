// SPDX-License-Identifier: MIT
#include "http/websocket_message_writer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/websocket_message_assembler.hpp"
#include "support/websocket.hpp"

namespace wiretape::http::websocket {
namespace {

using namespace std::string_literals;

const auto hello = "\xf2\x48\xcd\xc9\xc9\x07\x00"s;  // RFC 7692 §7.2.3
const auto hello_again = "\xf2\x00\x11\x00\x00"s;
const auto hello_stored = "\x00\x05\x00\xfa\xff\x48\x65\x6c\x6c\x6f\x00"s;
const Agreement plain{};
const Agreement deflate{.deflate = PermessageDeflate{}};

std::vector<Message> assemble(const std::string& bytes, const Agreement& agreement) {
  MessageAssembler assembler(Sender::server, agreement);
  std::vector<Message> messages;
  const test::FrameReading how{Sender::server, Strictness::lenient, agreement};
  for (const auto& event : test::read_frames(bytes, how).events) {
    if (auto message = assembler.add(event)) messages.push_back(*std::move(message));
  }
  for (auto& message : assembler.end()) messages.push_back(std::move(message));
  return messages;
}

std::string write(MessageWriter& writer, const Message& message) {
  const auto frames = writer.frames(message);
  return frames ? test::write_frames(*frames) : "error: " + frames.error().message;
}
std::string write_all(MessageWriter& writer, const std::vector<Message>& messages) {
  std::vector<const Message*> pointers;
  for (const auto& message : messages) pointers.push_back(&message);
  MessageTurns turns(pointers, writer);
  std::string out;
  while (!turns.is_at_end()) {
    const auto frames = turns.next();
    out += frames ? test::write_frames(*frames) : "error: " + frames.error().message + '\n';
  }
  return out;
}

// What a peer understands.
std::vector<std::string> payloads(const std::string& bytes, const Agreement& agreement) {
  std::vector<std::string> out;
  for (const auto& message : assemble(bytes, agreement)) out.push_back(message.undecoded + message.payload);
  return out;
}

TEST(MessageWriter, WritesWhatATestMakes) {
  MessageWriter writer(Sender::server, plain);
  EXPECT_EQ(write(writer, {.payload = "Hello"}), "\x81\x05Hello");
  EXPECT_EQ(write(writer, {.opcode = Opcode::ping}), "\x89\0"s);
  EXPECT_EQ(write(writer, {.payload = "Hello", .fragments = {{.size = 3}, {}}}), "\x01\x03Hel\x80\x02lo");
  MessageWriter compressing(Sender::server, deflate);
  EXPECT_EQ(write(compressing, {.payload = "Hello", .is_compressed = true}), "\xc1\x07" + hello);
  EXPECT_EQ(write(compressing, {.payload = "Hello", .is_compressed = true}), "\xc1\x05" + hello_again);
}

// Everything that is odd in frames, and everything that is wrong with them.
TEST(MessageWriter, GivesBackEveryByteOfWhatWasRecorded) {
  for (const auto& bytes :
       {"\x81\x05Hello"s, "\x01\x03Hel\0\0\x80\x02lo"s, "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"s,
        "\x89\x01"
        "1\x01\x01"
        "a\x89\x01"
        "2\x8a\0\0\x01"
        "b\x8a\x01"
        "3\x80\x01"
        "c\x88\x02\x03\xe8"s,
        "\x82\x7e\0\x05Hello\x82\x7f\0\0\0\0\0\0\0\x01x"s,
        "\xb1\x01x\x80\x01y\x09\x01x\x01\x01"
        "a\x82\x01"
        "b"s,
        "\x03\x01"
        "a\x80\x01"
        "b\x8f\0"s,
        "\x81\x05Hel"s, "\x01\x01x"s, "\x01\x01x\x89\x05y"s, "\x01\x01x\x80\x05y"s, "\x88\0\x81\x01x"s,
        "\x01\0\x81\0"s}) {
    MessageWriter writer(Sender::server, plain);
    EXPECT_EQ(test::escape(write_all(writer, assemble(bytes, plain))), test::escape(bytes));
  }
  for (const auto& bytes :
       {"\xc1\x07" + hello + "\xc1\x05" + hello_again, "\xc1\x0b" + hello_stored + "\xc1\x05" + hello_again,
        "\x41\x03\xf2\x48\xcd\x80\x04\xc9\xc9\x07\x00"s, "\xc1\0\x81\x02no\xc1\x07"s + hello,
        "\xc1\x07" + hello + "\xc1\x01\xff\xc1\x05" + hello_again + "\xc1\x07" + hello, "\x41\x07" + hello,
        "\xc1\x09" + hello, "\x41\x03\xf2\x48\xcd\x89\0\x80\x04\xc9\xc9\x07\x00"s}) {
    MessageWriter writer(Sender::server, deflate);
    EXPECT_EQ(test::escape(write_all(writer, assemble(bytes, deflate))), test::escape(bytes));
  }
}

TEST(MessageWriter, FragmentsFollowAnEditedPayload) {
  auto message = assemble("\x01\x03Hel\0\x01l\x80\x01o"s, plain)[0];
  MessageWriter writer(Sender::server, plain);
  message.payload = "Hello, world";
  EXPECT_EQ(write(writer, message), "\x01\x03Hel\0\x01l\x80\x08o, world"s);
  message.payload = "H";
  EXPECT_EQ(write(writer, message), "\x01\x01H\0\0\x80\0"s);
}

TEST(MessageWriter, ADocumentThatWasEditedIsCompressedAnewAndWhatFollowsStaysReadable) {
  auto messages =
      assemble("\xc1\x0b" + hello_stored + "\xc1\x05" + hello_again + "\xc1\x0b" + hello_stored, deflate);
  messages[0].payload = "Goodbye";
  MessageWriter writer(Sender::server, deflate);
  const auto bytes = write_all(writer, messages);
  EXPECT_EQ(payloads(bytes, deflate), (std::vector<std::string>{"Goodbye", "Hello", "Hello"}));
  EXPECT_TRUE(bytes.ends_with(hello_stored));  // which refers to nothing
}

TEST(MessageWriter, AMessageInBetweenLeavesTheOthersReadable) {
  const auto messages = assemble("\xc1\x07" + hello + "\xc1\x05" + hello_again, deflate);
  MessageWriter writer(Sender::server, deflate);
  auto bytes = write(writer, messages[0]);
  bytes += write(writer, {.payload = "a word from the test", .is_compressed = true});
  bytes += write(writer, messages[1]);
  EXPECT_EQ(payloads(bytes, deflate), (std::vector<std::string>{"Hello", "a word from the test", "Hello"}));
}

TEST(MessageWriter, WithoutCompressionNowMessagesGoUncompressed) {
  const auto messages =
      assemble("\x41\x08\xf2\x48\x05\x00\x00\x00\xff\xff\x80\x05\xca\xc9\xc9\x07\x00\xc1\x01\xff"s, deflate);
  MessageWriter writer(Sender::server, plain, deflate);
  EXPECT_EQ(write(writer, messages[0]), "\x01\x02He\x80\x03llo");
  EXPECT_EQ(write(writer, messages[1]),
            "error: the message could not be decoded when it was recorded, and no compression is agreed now");
}

TEST(MessageWriter, KeepsWithinWhatIsAgreedNow) {
  const auto messages = assemble("\xc1\x0b" + hello_stored + "\xc1\x05" + hello_again, deflate);
  const Agreement no_takeover{.deflate = PermessageDeflate{.server_no_context_takeover = true}};
  MessageWriter fresh(Sender::server, no_takeover, deflate);
  EXPECT_EQ(write_all(fresh, messages), "\xc1\x0b" + hello_stored + "\xc1\x07" + hello);
  const Agreement small{.deflate = PermessageDeflate{.server_max_window_bits = 9}};
  MessageWriter narrow(Sender::server, small, deflate);  // kept bytes might reach further back
  EXPECT_EQ(write_all(narrow, messages), "\xc1\x07" + hello + "\xc1\x05" + hello_again);
  MessageWriter wide(Sender::server, deflate, small);
  EXPECT_EQ(write_all(wide, messages), "\xc1\x0b" + hello_stored + "\xc1\x05" + hello_again);
}

TEST(MessageWriter, BehindWhatItCouldNotReadItRefersToNothingOlder) {
  const auto messages = assemble("\xc1\x07" + hello + "\xc1\x01\xff", deflate);
  MessageWriter writer(Sender::server, deflate);
  auto bytes = write_all(writer, messages);
  bytes += write(writer, messages[0]);
  EXPECT_EQ(bytes, "\xc1\x07" + hello + "\xc1\x01\xff\xc1\x07" + hello);
}

TEST(MessageWriter, RefusesAMessageOfWhichOnlyTheBeginningWasKept) {
  MessageWriter writer(Sender::server, plain);
  EXPECT_EQ(write(writer, {.payload = "Hel", .is_truncated = true}),
            "error: only the beginning of the message was kept");
}

TEST(MessageTurns, SendTheFragmentsBeforeAControlFrameAtItsTurn) {
  const auto messages = assemble(
      "\x01\x01"
      "a\x89\0\0\x01"
      "b\x8a\0\x80\x01"
      "c\x81\0"s,
      plain);
  ASSERT_EQ(messages.size(), 4U);
  MessageWriter writer(Sender::server, plain);
  MessageTurns turns({&messages[0], &messages[1], &messages[2], &messages[3]}, writer);
  EXPECT_FALSE(turns.is_within_message());
  EXPECT_EQ(test::write_frames(*turns.next()),
            "\x01\x01"
            "a\x89\0"s);
  EXPECT_TRUE(turns.is_within_message());
  EXPECT_EQ(test::write_frames(*turns.next()),
            "\0\x01"
            "b\x8a\0"s);
  EXPECT_TRUE(turns.is_within_message());
  EXPECT_EQ(test::write_frames(*turns.next()),
            "\x80\x01"
            "c"s);
  EXPECT_FALSE(turns.is_within_message());
  EXPECT_EQ(test::write_frames(*turns.next()), "\x81\0"s);
  EXPECT_TRUE(turns.is_at_end());
}

TEST(MessageTurns, AControlFrameWhoseMessageWasDeletedGoesAlone) {
  const auto messages = assemble(
      "\x01\x01"
      "a\x89\0\x80\x01"
      "c"s,
      plain);
  MessageWriter writer(Sender::server, plain);
  MessageTurns turns({&messages[0]}, writer);
  EXPECT_EQ(test::write_frames(*turns.next()), "\x89\0"s);
  EXPECT_TRUE(turns.is_at_end());
}

TEST(MessageTurns, TellWhatCannotBeSent) {
  const Message ping{.opcode = Opcode::ping, .after_fragment = 1}, cut{.is_truncated = true};
  MessageWriter writer(Sender::server, plain);
  MessageTurns turns({&ping, &cut}, writer);
  EXPECT_EQ(turns.next().error().message, "only the beginning of the message was kept");
  EXPECT_EQ(turns.next().error().message, "only the beginning of the message was kept");
  EXPECT_TRUE(turns.is_at_end());
}

}  // namespace
}  // namespace wiretape::http::websocket

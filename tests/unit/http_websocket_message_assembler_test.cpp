// SPDX-License-Identifier: MIT
#include "http/websocket_message_assembler.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/websocket.hpp"

namespace wiretape::http::websocket {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using testing::ElementsAre;
using testing::IsEmpty;

const auto hello = "\xf2\x48\xcd\xc9\xc9\x07\x00"s;  // RFC 7692 §7.2.3
const auto hello_again = "\xf2\x00\x11\x00\x00"s;
const Agreement deflate{.deflate = PermessageDeflate{}};
const Agreement no_takeover{.deflate = PermessageDeflate{.server_no_context_takeover = true}};

struct Assembly {
  Sender from = Sender::server;
  Agreement agreement = {};
  MessageLimits limits = {};
};

// Of a server's bytes, read leniently; in every cut the same.
std::vector<Message> assemble(const std::string& bytes, const Assembly& how = {}) {
  std::vector<Message> first;
  for (const auto cut : test::cuts) {
    test::FrameReading reading{how.from, Strictness::lenient, how.agreement, how.limits};
    MessageAssembler assembler(how.from, how.agreement, how.limits);
    std::vector<Message> messages;
    for (const auto& event : test::read_frames(bytes, reading, cut).events) {
      if (auto message = assembler.add(event)) messages.push_back(*std::move(message));
    }
    for (auto& message : assembler.end()) messages.push_back(std::move(message));
    if (cut == 0) first = messages;
    EXPECT_EQ(messages, first) << "cut at " << cut;
  }
  return first;
}
Message only(const std::vector<Message>& messages) {
  EXPECT_EQ(messages.size(), 1U);
  return messages.empty() ? Message{} : messages[0];
}
std::vector<std::uint64_t> sizes(const Message& message) {
  std::vector<std::uint64_t> out;
  for (const auto& fragment : message.fragments) out.push_back(fragment.size);
  return out;
}
std::vector<std::uint64_t> decoded_sizes(const Message& message) {
  std::vector<std::uint64_t> out;
  for (const auto& fragment : message.fragments) out.push_back(fragment.decoded_size);
  return out;
}

TEST(MessageAssembler, MakesAMessageOfItsFragments) {
  EXPECT_EQ(only(assemble("\x81\x05Hello")),
            (Message{.payload = "Hello", .fragments = {{.size = 5, .decoded_size = 5}}}));
  const auto message = only(assemble("\x02\x03Hel\0\0\x80\x02lo"s));
  EXPECT_EQ(message.opcode, Opcode::binary);
  EXPECT_EQ(message.payload, "Hello");
  EXPECT_THAT(sizes(message), ElementsAre(3, 0, 2));
  EXPECT_TRUE(message.is_finished);
}

TEST(MessageAssembler, KeepsWhatAFrameHadOfItsOwn) {
  const auto message = only(assemble("\x11\x83\1\2\3\4\x49\x67\x6f\x80\x7e\0\x02lo"s));
  EXPECT_EQ(message.payload, "Hello");
  const Fragment first{.size = 3, .decoded_size = 3, .mask = MaskKey{1, 2, 3, 4}, .reserved = rsv3};
  const Fragment second{.size = 2, .decoded_size = 2, .length_form = LengthForm::two_bytes};
  EXPECT_THAT(message.fragments, ElementsAre(first, second));
}

TEST(MessageAssembler, KeepsTheTimeOfEachFramesEnd) {
  MessageAssembler assembler(Sender::server, {});
  EXPECT_FALSE(assembler.add(FrameHead{.is_final = false, .length = 2}, 1ms));
  EXPECT_FALSE(assembler.add(Data{"a"}, 2ms));
  EXPECT_FALSE(assembler.add(Data{"b"}, 3ms));
  EXPECT_FALSE(assembler.add(FrameEnd{}, 4ms));
  EXPECT_FALSE(assembler.add(FrameHead{.opcode = Opcode::continuation, .length = 0}, 5ms));
  const auto message = assembler.add(FrameEnd{}, 6ms);
  ASSERT_TRUE(message);
  EXPECT_EQ(message->fragments[0].at, 4ms);
  EXPECT_EQ(message->fragments[1].at, 6ms);
}

TEST(MessageAssembler, ControlFramesComeOutAtOnceAndSayWhereTheyStood) {
  const auto messages = assemble(
      "\x89\x01"
      "1\x01\x01"
      "a\x89\x01"
      "2\0\x01"
      "b\x8a\x01"
      "3\x80\x01"
      "c\x88\0"s);
  ASSERT_EQ(messages.size(), 5U);
  std::string order;
  for (const auto& message : messages) {
    order += to_string(message.opcode) + ' ' + message.payload + ' ' +
             std::to_string(message.after_fragment) + '\n';
  }
  EXPECT_EQ(order, "ping 1 0\nping 2 1\npong 3 2\ntext abc 0\nclose  0\n");
}

TEST(MessageAssembler, DecodesCompressedMessages) {
  const auto messages =
      assemble("\xc1\x07" + hello + "\xc1\x05" + hello_again + "\x81\x02no", {.agreement = deflate});
  ASSERT_EQ(messages.size(), 3U);
  EXPECT_EQ(messages[0],
            (Message{.payload = "Hello", .is_compressed = true, .fragments = {{7, 5}}, .wire = hello}));
  EXPECT_EQ(messages[1],
            (Message{.payload = "Hello", .is_compressed = true, .fragments = {{5, 5}}, .wire = hello_again}));
  EXPECT_EQ(messages[2], (Message{.payload = "no", .fragments = {{2, 2}}}));
}

TEST(MessageAssembler, DecodesFragmentedCompressedMessages) {
  const auto message = only(assemble("\x41\x08\xf2\x48\x05\x00\x00\x00\xff\xff\x80\x05\xca\xc9\xc9\x07\x00"s,
                                     {.agreement = deflate}));
  EXPECT_EQ(message.payload, "Hello");
  EXPECT_THAT(sizes(message), ElementsAre(8, 5));
  EXPECT_THAT(decoded_sizes(message), ElementsAre(2, 3));
}

TEST(MessageAssembler, WithoutContextTakeoverNothingRefersBack) {
  const auto messages = assemble("\xc1\x07" + hello + "\xc1\x05" + hello_again, {.agreement = no_takeover});
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_EQ(messages[0].undecoded, "");
  EXPECT_EQ(messages[1].undecoded, "a compressed message that cannot be read: invalid distance too far back");
  // The client's side has its own parameters.
  const auto client = assemble("\xc1\x87\0\0\0\0"s + hello + "\xc1\x85\0\0\0\0"s + hello_again,
                               {.from = Sender::client, .agreement = no_takeover});
  ASSERT_EQ(client.size(), 2U);
  EXPECT_EQ(client[1].payload, "Hello");
}

TEST(MessageAssembler, WithoutAgreementTheBitMeansNothing) {
  const auto message = only(assemble("\xc1\x07" + hello));
  EXPECT_FALSE(message.is_compressed);
  EXPECT_EQ(message.payload, hello);
  EXPECT_EQ(message.fragments[0].reserved, rsv1);
}

TEST(MessageAssembler, WhatCannotBeDecodedStaysRawAndSaysSo) {
  const auto messages = assemble("\xc1\x07" + hello + "\xc1\x01\xff" + "\xc1\x05" + hello_again + "\xc1\x07" +
                                     hello + "\xc1\x05" + hello_again,
                                 {.agreement = deflate});
  ASSERT_EQ(messages.size(), 5U);
  EXPECT_EQ(messages[1].payload, "\xff");
  EXPECT_EQ(messages[1].wire, std::nullopt);
  EXPECT_EQ(messages[1].undecoded, "a compressed message that cannot be read: invalid block type");
  EXPECT_THAT(messages[1].faults, ElementsAre(Fault{messages[1].undecoded, 0, 1007}));
  // What referred to it is lost too, and what does not is not.
  EXPECT_EQ(messages[2].payload, hello_again);
  EXPECT_NE(messages[2].undecoded, "");
  EXPECT_EQ(messages[3].payload, "Hello");
  EXPECT_EQ(messages[4].payload, "Hello");
}

TEST(MessageAssembler, ABombStaysRaw) {
  Deflater deflater({}, {.level = 9});
  const auto bomb = deflater.deflate(std::string(3'000'000, '\0'), {});
  FrameHead head{.reserved = rsv1, .length = bomb.size()};
  for (const DecodeLimits& decoded : {DecodeLimits{.bytes = 1000}, DecodeLimits{.ratio = 100}}) {
    const auto message =
        only(assemble(write_frame({head, bomb}), {.agreement = deflate, .limits = {.decoded = decoded}}));
    EXPECT_EQ(message.payload, bomb);
    EXPECT_THAT(message.undecoded, testing::HasSubstr("decodes to more than"));
    ASSERT_EQ(message.faults.size(), 1U);
    EXPECT_EQ(message.faults[0].close_code, 1009);
  }
}

TEST(MessageAssembler, FaultsCompressedTextThatIsNotUtf8) {
  Deflater deflater({}, {});
  const auto bytes = deflater.deflate("\xff", {});
  const auto frame = [&](Opcode opcode) {
    return write_frame({{.opcode = opcode, .reserved = rsv1, .length = bytes.size()}, bytes});
  };
  const auto text = only(assemble(frame(Opcode::text), {.agreement = deflate}));
  EXPECT_EQ(text.payload, "\xff");
  EXPECT_THAT(text.faults, ElementsAre(Fault{"a compressed text that is not UTF-8", 0, 1007}));
  EXPECT_THAT(only(assemble(frame(Opcode::binary), {.agreement = deflate})).faults, IsEmpty());
}

TEST(MessageAssembler, KeepsWhatBreaksTheRules) {
  const auto orphan = only(assemble("\x80\x01x"s));
  EXPECT_EQ(orphan.opcode, Opcode::continuation);
  EXPECT_EQ(orphan.payload, "x");

  const auto cut_off = assemble(
      "\x01\x01"
      "a\x82\x01"
      "b"s);
  ASSERT_EQ(cut_off.size(), 2U);
  EXPECT_EQ(cut_off[0].payload, "a");
  EXPECT_FALSE(cut_off[0].is_finished);
  EXPECT_EQ(cut_off[1].payload, "b");

  const auto ping = only(assemble("\x09\x01x"s));
  EXPECT_EQ(ping.opcode, Opcode::ping);
  EXPECT_FALSE(ping.is_finished);

  const auto reserved =
      only(assemble("\x03\x01"
                    "a\x80\x01"
                    "b"s));
  EXPECT_EQ(reserved.opcode, static_cast<Opcode>(3));
  EXPECT_EQ(reserved.payload, "ab");
}

TEST(MessageAssembler, GivesWhatWasBegunWhenTheConnectionEnds) {
  EXPECT_THAT(assemble(""), IsEmpty());
  const auto in_frame = only(assemble("\x81\x05Hel"));
  EXPECT_EQ(in_frame.payload, "Hel");
  EXPECT_THAT(sizes(in_frame), ElementsAre(3));
  EXPECT_EQ(in_frame.missing, 2U);
  EXPECT_TRUE(in_frame.is_finished);  // its frame said so

  const auto in_message = only(assemble("\x01\x03Hel"));
  EXPECT_EQ(in_message.missing, 0U);
  EXPECT_FALSE(in_message.is_finished);

  const auto both = assemble(
      "\x01\x03Hel\x89\x04"
      "ab"s);
  ASSERT_EQ(both.size(), 2U);
  EXPECT_EQ(both[0].opcode, Opcode::ping);
  EXPECT_EQ(both[0].missing, 2U);
  EXPECT_EQ(both[0].after_fragment, 1U);
  EXPECT_EQ(both[1].payload, "Hel");
  EXPECT_EQ(both[1].missing, 0U);
  EXPECT_FALSE(both[1].is_finished);

  const auto compressed = only(assemble("\x41\x07" + hello, {.agreement = deflate}));
  EXPECT_EQ(compressed.payload, hello);
  EXPECT_EQ(compressed.undecoded, "a compressed message that never ended");
}

TEST(MessageAssembler, HoldsNoMoreThanItsLimits) {
  const auto long_one = assemble(
      "\x01\x04"
      "1234\x80\x03"
      "567\x81\x01"
      "8"s,
      {.limits = {.message_bytes = 6}});
  ASSERT_EQ(long_one.size(), 2U);
  EXPECT_EQ(long_one[0].payload, "123456");
  EXPECT_TRUE(long_one[0].is_truncated);
  EXPECT_EQ(long_one[1].payload, "8");
  EXPECT_FALSE(long_one[1].is_truncated);

  const auto many =
      only(assemble("\x01\x01"
                    "1\0\x01"
                    "2\0\x01"
                    "3\x80\x01"
                    "4"s,
                    {.limits = {.fragments = 2}}));
  EXPECT_EQ(many.payload, "12");
  EXPECT_TRUE(many.is_truncated);
  EXPECT_THAT(sizes(many), ElementsAre(1, 1));

  const auto compressed =
      only(assemble("\xc1\x07" + hello, {.agreement = deflate, .limits = {.message_bytes = 6}}));
  EXPECT_EQ(compressed.undecoded, "a compressed message over the limits");
  EXPECT_EQ(compressed.payload, hello.substr(0, 6));

  const auto exact =
      only(assemble("\x81\x06"
                    "123456",
                    {.limits = {.message_bytes = 6, .fragments = 1}}));
  EXPECT_FALSE(exact.is_truncated);
}

TEST(MessageAssembler, TakesAnEventWithoutItsFrameForNothing) {
  MessageAssembler assembler(Sender::server, {});
  EXPECT_FALSE(assembler.add(Data{"x"}));
  EXPECT_FALSE(assembler.add(FrameEnd{}));
  EXPECT_THAT(assembler.end(), IsEmpty());
}

}  // namespace
}  // namespace wiretape::http::websocket

// SPDX-License-Identifier: MIT
#include "http/websocket_frame_reader.hpp"

#include <gtest/gtest.h>

#include <random>

#include "support/websocket.hpp"

namespace wiretape::http::websocket {
namespace {

using namespace std::string_literals;
using test::FrameReading;
using test::read_frames;

constexpr auto client = Sender::client, server = Sender::server;

// Read without a fault, in every cut, and written again byte for byte.
void expect_good(const std::string& bytes, FrameReading how, const std::string& text,
                 const std::vector<std::size_t>& cuts = test::cuts) {
  for (const auto strictness : {Strictness::strict, Strictness::lenient}) {
    how.strictness = strictness;
    for (const auto cut : cuts) {
      const auto read = read_frames(bytes, how, cut);
      EXPECT_EQ(read.text, text) << "cut at " << cut;
      EXPECT_EQ(test::write_frames(read.events), bytes) << "cut at " << cut;
    }
  }
}

TEST(FrameReader, ReadsTheExamplesOfRfc6455) {  // §5.7
  expect_good("\x81\x05Hello", {server}, "text 5 final\ndata Hello\nend\n");
  expect_good("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58", {client},
              "text 5 final mask 7\\xfa!=\ndata Hello\nend\n");
  expect_good("\x01\x03Hel\x80\x02lo", {server},
              "text 3\ndata Hel\nend\ncontinuation 2 final\ndata lo\nend\n");
  expect_good("\x89\x05Hello", {server}, "ping 5 final\ndata Hello\nend\n");
  expect_good("\x8a\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58", {client},
              "pong 5 final mask 7\\xfa!=\ndata Hello\nend\n");
  expect_good("\x82\x7e\x01\0"s + std::string(256, 'a'), {server},
              "binary 256 final\ndata " + std::string(256, 'a') + "\nend\n");
  expect_good("\x82\x7f\0\0\0\0\0\x01\0\0"s + std::string(65536, 'b'), {server},
              "binary 65536 final\ndata " + std::string(65536, 'b') + "\nend\n", {0, 7, 1000});
}

TEST(FrameReader, ReadsEmptyFramesControlFramesInBetweenAndTheClose) {
  expect_good("\x01\0\x89\0\x8a\x01x\0\0\x80\0\x88\0"s, {server},
              "text 0\nend\nping 0 final\nend\npong 1 final\ndata x\nend\ncontinuation 0\nend\n"
              "continuation 0 final\nend\nclose 0 final\nend\n");
  expect_good(
      "\x88\x05\x03\xe8"
      "bye",
      {server}, "close 5 final\ndata \\x03\\xe8bye\nend\n");
}

TEST(FrameReader, LetsCompressedMessagesSetTheirBit) {
  FrameReading deflate{server};
  deflate.agreement.deflate.emplace();
  expect_good("\x41\x01\xff\x89\0\x80\x01\xff"s, deflate,
              "text 1 rsv1\ndata \\xff\nend\nping 0 final\nend\ncontinuation 1 final\ndata \\xff\nend\n");
}

struct Wrong {
  std::string bytes;
  Sender from;
  std::string faults;  // as a lenient reader tells them
  std::size_t events;  // that a strict reader gives before the first
  FrameReading how = {};
};

// Strictly the first fault is the last thing that comes; leniently all that came is there to be written
// again. In every cut alike.
void expect_faults(Wrong wrong) {
  SCOPED_TRACE(test::escape(wrong.bytes));
  auto& how = wrong.how;
  how.from = wrong.from;
  for (const auto cut : test::cuts) {
    how.strictness = Strictness::lenient;
    const auto lenient = read_frames(wrong.bytes, how, cut);
    std::string told;
    for (const auto& fault : lenient.faults) told += test::to_text(fault) + '\n';
    EXPECT_EQ(told, wrong.faults) << "cut at " << cut;
    EXPECT_EQ(test::write_frames(lenient.events) + lenient.rest, wrong.bytes) << "cut at " << cut;
    EXPECT_EQ(lenient.text, read_frames(wrong.bytes, how).text) << "cut at " << cut;

    how.strictness = Strictness::strict;
    const auto strict = read_frames(wrong.bytes, how, cut);
    ASSERT_EQ(strict.faults.size(), 1U);
    EXPECT_EQ(strict.faults[0], lenient.faults[0]) << "cut at " << cut;
    EXPECT_EQ(strict.text, read_frames(wrong.bytes, how).text) << "cut at " << cut;
    std::size_t events = 0;
    for (const auto& event : strict.events) events += std::holds_alternative<Data>(event) ? 0 : 1;
    EXPECT_EQ(events, wrong.events) << "cut at " << cut;
  }
}

TEST(FrameReader, FaultsReservedBitsAndOpcodes) {
  const auto reserved = "fault 1002 at 0: a reserved bit is set, but no extension was agreed that uses it\n"s;
  for (const char first : {'\xc1', '\xa1', '\x91', '\xf1'}) {
    expect_faults({first + "\x01x"s, server, reserved, 0});
  }
  for (const int opcode : {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
    expect_faults({static_cast<char>(0x80 | opcode) + "\x01x"s, server,
                   "fault 1002 at 0: the frame's opcode " + std::to_string(opcode) + " is reserved\n", 0});
  }
  expect_faults({"\x0b\0"s, server,
                 "fault 1002 at 0: the frame's opcode 11 is reserved\n"
                 "fault 1002 at 0: a frame of a reserved kind that is fragmented\n",
                 0});
  FrameReading deflate;
  deflate.agreement.deflate.emplace();
  expect_faults({"\xa1\0"s, server, reserved, 0, deflate});
  expect_faults(
      {"\xc9\0"s, server, "fault 1002 at 0: the bit for compression is set in a ping frame\n", 0, deflate});
  expect_faults({"\x41\0\xc0\0"s, server,
                 "fault 1002 at 2: the bit for compression is set in a continuation frame\n", 2, deflate});
}

TEST(FrameReader, FaultsMasksOfTheWrongSide) {
  expect_faults({"\x81\x01x"s, client, "fault 1002 at 1: a client's frame that is not masked\n", 0});
  expect_faults({"\x81\x81\1\2\3\4y"s, server, "fault 1002 at 1: a server's frame that is masked\n", 0});
}

TEST(FrameReader, FaultsControlFramesThatAreFragmentedOrTooLong) {
  expect_faults({"\x09\x01x"s, server, "fault 1002 at 0: a ping frame that is fragmented\n", 0});
  expect_faults({"\x0a\0"s, server, "fault 1002 at 0: a pong frame that is fragmented\n", 0});
  expect_faults({"\x08\0"s, server, "fault 1002 at 0: a close frame that is fragmented\n", 0});
  expect_faults({"\x89\x7e\0\x7e"s + std::string(126, 'x'), server,
                 "fault 1002 at 1: a ping frame of more than 125 bytes\n", 0});
  expect_faults({"\x88\x7e\0\x7e\x03\xe8"s + std::string(124, 'x'), server,
                 "fault 1002 at 1: a close frame of more than 125 bytes\n", 0});
}

TEST(FrameReader, FaultsFragmentsOutOfOrder) {
  const auto no_message = "a continuation frame without a message before it\n"s;
  expect_faults({"\x80\x01x"s, server, "fault 1002 at 0: " + no_message, 0});
  expect_faults({"\0\x01x\x80\x01y"s, server, "fault 1002 at 0: " + no_message, 0});
  expect_faults({"\x81\0\x80\0"s, server, "fault 1002 at 2: " + no_message, 2});
  expect_faults({"\x01\x01x\x81\x01y"s, server,
                 "fault 1002 at 3: a text frame before the last fragment of another message\n", 2});
  expect_faults({"\x02\0\x89\0\x02\0\x80\0"s, server,
                 "fault 1002 at 4: a binary frame before the last fragment of another message\n", 4});
}

TEST(FrameReader, FaultsLengthsThatAreNotTheShortestOrTooLong) {
  const auto not_shortest = "fault 1002 at 1: a length in more bytes than it needs\n"s;
  expect_faults({"\x81\x7e\0\x05Hello"s, server, not_shortest, 0});
  expect_faults({"\x81\x7f\0\0\0\0\0\0\0\x05Hello"s, server, not_shortest, 0});
  expect_faults({"\x89\x7e\0\0"s, server, not_shortest, 0});
  expect_faults({"\x82\x7f\x80\0\0\0\0\0\0\0abc"s, server,
                 "fault 1002 at 2: a length whose top bit is set\n"
                 "fault 1009 at 1: a frame of more than 67108864 bytes\n",
                 0});
}

TEST(FrameReader, FaultsCloseCodesThatMustNotBeSent) {
  for (const int code : {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535}) {
    const auto payload = std::string{static_cast<char>(code >> 8), static_cast<char>(code)};
    expect_faults({"\x88\x02" + payload, server,
                   "fault 1002 at 2: the close code " + std::to_string(code) + ", which must not be sent\n",
                   1});
  }
  expect_faults(
      {"\x88\x01\x03"s, server, "fault 1002 at 2: a close frame with one byte, which is no code\n", 1});
  expect_faults(
      {"\x88\x05\x03\xe8"
       "ab\xff"s,
       server, "fault 1007 at 6: a close reason that is not UTF-8\n", 1});
  expect_faults(
      {"\x88\x04\x03\xe8"
       "a\xc3"s,
       server, "fault 1007 at 6: a close reason that ends within a character\n", 1});
  expect_faults({"\x88\x04\0\0\xff\xff"s, server,
                 "fault 1002 at 2: the close code 0, which must not be sent\n"
                 "fault 1007 at 4: a close reason that is not UTF-8\n",
                 1});
  expect_faults({"\x88\x84\0\0\0\0\x03\xe8\xff\xff"s, client,
                 "fault 1007 at 8: a close reason that is not UTF-8\n", 1});
}

TEST(FrameReader, FaultsFramesBehindTheCloseOnce) {
  expect_faults({"\x88\0\x89\0\x8a\0"s, server, "fault 1002 at 2: a frame behind the close frame\n", 2});
}

TEST(FrameReader, FaultsTextThatIsNotUtf8AtItsByte) {
  const auto at = [](int offset) {
    return "fault 1007 at " + std::to_string(offset) + ": a text that is not UTF-8\n";
  };
  expect_faults({"\x81\x01\x80"s, server, at(2), 1});
  expect_faults(
      {"\x81\x03"
       "ab\xff"s,
       server, at(4), 1});
  expect_faults({"\x81\x03\xed\xa0\x80"s, server, at(3), 1});      // a surrogate
  expect_faults({"\x81\x02\xc0\xaf"s, server, at(2), 1});          // overlong
  expect_faults({"\x81\x04\xf4\x90\x80\x80"s, server, at(3), 1});  // beyond U+10FFFF
  expect_faults({"\x01\x01\xe2\x89\0\0\x02\x82(\x80\x02\xffx"s, server, at(8), 5});
  expect_faults({"\x81\x83\1\2\3\4\x60\x60\xfc"s, client, at(8), 1});
  const auto ends = "a text that ends within a character\n"s;
  expect_faults({"\x81\x02\xe2\x82"s, server, "fault 1007 at 4: " + ends, 1});
  expect_faults({"\x01\x01\xe2\x80\x01\x82"s, server, "fault 1007 at 6: " + ends, 3});
  expect_faults({"\x01\x01\xe2\x80\0"s, server, "fault 1007 at 5: " + ends, 3});
}

TEST(FrameReader, TakesCharactersThatAreCutAnywhere) {
  const auto text = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z"s;
  for (std::size_t first = 0; first <= text.size(); ++first) {
    for (std::size_t second = first; second <= text.size(); ++second) {
      const auto parts = {text.substr(0, first), text.substr(first, second - first), text.substr(second)};
      std::string bytes;
      for (const auto& part : parts) {
        bytes += bytes.empty() ? "\x01"s : "\0"s;
        bytes += static_cast<char>(part.size());
        bytes += part;
      }
      bytes += "\x80\0"s;
      for (const auto cut : test::cuts) {
        const auto read = read_frames(bytes, {server}, cut);
        EXPECT_TRUE(read.faults.empty()) << first << ' ' << second << ": " << read.text;
        EXPECT_EQ(test::write_frames(read.events), bytes);
      }
    }
  }
}

TEST(FrameReader, BinaryNeedNotBeUtf8) {
  expect_good("\x82\x02\xff\xfe", {server}, "binary 2 final\ndata \\xff\\xfe\nend\n");
  expect_good("\x89\x02\xff\xfe", {server}, "ping 2 final\ndata \\xff\\xfe\nend\n");
}

TEST(FrameReader, KeepsToItsLimits) {
  FrameReading small;
  small.limits = {.frame_bytes = 4, .message_bytes = 6};
  expect_faults(
      {"\x82\x05"
       "12345"s,
       server, "fault 1009 at 1: a frame of more than 4 bytes\n", 0, small});
  expect_faults(
      {"\x02\x04"
       "1234\x80\x03"
       "567"s,
       server, "fault 1009 at 7: a message of more than 6 bytes\n", 2, small});
  small.from = server;
  expect_good(
      "\x02\x04"
      "1234\x80\x02"
      "56\x89\x05"
      "12345"s.substr(0, 10),
      small, "binary 4\ndata 1234\nend\ncontinuation 2 final\ndata 56\nend\n");
}

TEST(FrameReader, TellsAFaultAsSoonAsTwoBytesShowIt) {
  FrameReader reader(client, {}, Strictness::strict);
  reader.feed("G");
  EXPECT_EQ(reader.next().index(), 0U);
  reader.feed("E");
  const auto next = reader.next();
  ASSERT_TRUE(std::holds_alternative<Fault>(next));
  EXPECT_EQ(std::get<Fault>(next).offset, 0U);
  EXPECT_EQ(std::get<Fault>(reader.next()), std::get<Fault>(next));  // and goes on telling it
  reader.feed("T / HTTP/1.1");
  EXPECT_EQ(std::get<Fault>(reader.next()), std::get<Fault>(next));
  EXPECT_EQ(reader.take_rest(), "GET / HTTP/1.1");
}

TEST(FrameReader, SaysHowTheConnectionEnded) {
  const auto bytes =
      "\x01\x02"
      "ab\x80\x02"
      "cd\x82\x7e\0"s;
  const auto in_head = "in the middle of a frame's head"s,
             in_message = "before the last fragment of a message"s;
  const std::vector<std::string> after = {// so many bytes
                                          "",
                                          in_head,
                                          "after 0 of 2 bytes of a frame",
                                          "after 1 of 2 bytes of a frame",
                                          in_message,
                                          in_head,
                                          "after 0 of 2 bytes of a frame",
                                          "after 1 of 2 bytes of a frame",
                                          "",
                                          in_head,
                                          in_head,
                                          in_head};
  for (std::size_t n = 0; n < after.size(); ++n) {
    const auto begun = bytes.substr(0, n);
    for (const auto strictness : {Strictness::strict, Strictness::lenient}) {
      for (const auto cut : test::cuts) {
        const auto read = read_frames(begun, {.strictness = strictness, .is_ended = true}, cut);
        EXPECT_EQ(test::write_frames(read.events) + read.rest, begun);
        ASSERT_EQ(read.faults.size(), after[n].empty() ? 0U : 1U) << n;
        for (const auto& fault : read.faults)
          EXPECT_EQ(fault, (Fault{"the connection ended " + after[n], n, 1006}));
      }
    }
  }
}

TEST(FrameReader, KnowsWhetherItIsBetweenFrames) {
  FrameReader reader(server, {}, Strictness::strict);
  EXPECT_TRUE(reader.is_between_frames());
  reader.feed("\x81");
  EXPECT_FALSE(reader.is_between_frames());
  reader.feed("\x01");
  while (reader.next().index() != 0) EXPECT_FALSE(reader.is_between_frames());
  reader.feed("x");
  int events = 0;
  while (reader.next().index() != 0) ++events;
  EXPECT_EQ(events, 2);  // the payload and the end
  EXPECT_TRUE(reader.is_between_frames());
}

TEST(FrameReader, HoldsNoPayload) {
  FrameReader reader(server, {}, Strictness::lenient);
  reader.feed("\x82\x7f\x7f\xff\xff\xff\xff\xff\xff\xff"s);  // a frame that never ends
  const std::string piece(100'000, 'x');
  std::size_t given = 0;
  for (int i = 0; i < 100; ++i) {
    reader.feed(piece);
    for (auto next = reader.next(); next.index() != 0; next = reader.next()) {
      const auto* event = std::get_if<FrameEvent>(&next);
      const auto* data = event == nullptr ? nullptr : std::get_if<Data>(event);
      if (data != nullptr) given += data->bytes.size();
    }
    EXPECT_EQ(given, (i + 1) * piece.size());
    EXPECT_TRUE(reader.take_rest().empty());
  }
}

// Whatever comes, a lenient reader keeps it, and no cut changes what it says.
TEST(FrameReader, KeepsRandomBytesInEveryCut) {
  std::mt19937 random(1);  // NOLINT: the same bytes on every run
  const std::vector<std::string> parts = {"\x81",  "\x01",     "\x80", "\0"s,     "\x88",
                                          "\x89",  "\xc1",     "\x83", "\x05",    "\x85",
                                          "\x7e",  "\xfe",     "\x7f", "\0\x7e"s, "\0\0\0\0\0\0\0\x02"s,
                                          "Hello", "\x03\xe8", "\xff", "\xc3\xa9"};
  int faults = 0, ends = 0;
  for (int i = 0; i < 2000; ++i) {
    std::string bytes;
    for (auto left = random() % 30; left > 0; --left) bytes += parts[random() % parts.size()];
    FrameReading how{random() % 2 == 0 ? client : server, Strictness::lenient};
    if (random() % 2 == 0) how.agreement.deflate.emplace();
    how.limits.message_bytes = 20;
    how.is_ended = random() % 2 == 0;
    const auto whole = read_frames(bytes, how);
    EXPECT_EQ(test::write_frames(whole.events) + whole.rest, bytes);
    for (const auto cut : test::cuts) EXPECT_EQ(read_frames(bytes, how, cut).text, whole.text);
    faults += static_cast<int>(whole.faults.size());
    for (const auto& event : whole.events) ends += std::holds_alternative<FrameEnd>(event) ? 1 : 0;

    how.strictness = Strictness::strict;
    const auto strict = read_frames(bytes, how);
    EXPECT_TRUE(whole.text.starts_with(strict.text)) << strict.text << "\nand leniently\n" << whole.text;
    for (const auto cut : test::cuts) EXPECT_EQ(read_frames(bytes, how, cut).text, strict.text);
  }
  EXPECT_GT(faults, 2000);
  EXPECT_GT(ends, 1000);
}

}  // namespace
}  // namespace wiretape::http::websocket

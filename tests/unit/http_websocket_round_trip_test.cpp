// SPDX-License-Identifier: MIT
// Conversations put together at random: what is read, kept, and written again is what was sent, byte for
// byte.
#include <gtest/gtest.h>

#include <random>

#include "http/grammar.hpp"
#include "http/websocket_message_assembler.hpp"
#include "http/websocket_message_writer.hpp"
#include "http/websocket_reproduction.hpp"
#include "support/websocket.hpp"

namespace wiretape::http::websocket {
namespace {

// One side of a conversation, as some program would send it.
class Talker {
public:
  Talker(Sender from, const Agreement& agreement, unsigned seed)
      : random_(seed), from_(from), compression_(agreement.compression(from)) {
    deflater_.emplace(compression_.value_or(Compression{}),
                      DeflateSettings{.level = static_cast<int>(below(10)),
                                      .memory_level = 1 + static_cast<int>(below(9))});
  }

  std::string talk() {
    std::string out;
    for (auto left = below(20); left > 0; --left) out += message();
    return out + (below(2) == 0 ? ""
                                : frame({.opcode = Opcode::close},
                                        "\x03\xe8"
                                        "bye"));
  }
  std::size_t below(std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_);
  }

private:
  std::string frame(FrameHead head, std::string payload) {
    if (from_ == Sender::client) head.mask = key();
    head.length = payload.size();
    return write_frame({head, std::move(payload)});
  }
  MaskKey key() {
    MaskKey out;
    for (auto& byte : out) byte = static_cast<std::uint8_t>(below(256));
    return out;
  }
  std::string control() {
    const auto opcode = below(2) == 0 ? Opcode::ping : Opcode::pong;
    return frame({.opcode = opcode}, std::string(below(126), '\xff'));
  }
  std::string words() {
    static const std::vector<std::string> choices = {
        "price", "\xc3\xa9t\xc3\xa9", "\xf0\x9f\x98\x80", "{\"at\":1}", "0", " "};
    std::string out;
    for (auto left = below(8) == 0 ? below(3000) : below(30); left > 0; --left)
      out += choices[below(choices.size())];
    return out;
  }
  std::string message() {
    const auto opcode = below(2) == 0 ? Opcode::text : Opcode::binary;
    auto payload = words();
    const bool is_compressed = compression_ && below(3) > 0;
    if (is_compressed) payload = deflater_->deflate(payload, {});
    std::string out;
    for (bool is_first = true, is_last = false; !is_last; is_first = false) {
      while (below(4) == 0) out += control();
      is_last = below(3) == 0;
      const auto size = is_last ? payload.size() : below(payload.size() + 1);
      out += frame({.opcode = is_first ? opcode : Opcode::continuation,
                    .is_final = is_last,
                    .reserved = is_first && is_compressed ? rsv1 : std::uint8_t{0}},
                   payload.substr(0, size));
      payload.erase(0, size);
    }
    return out;
  }

  std::mt19937 random_;
  Sender from_;
  std::optional<Compression> compression_;
  std::optional<Deflater> deflater_;
};

std::vector<Message> record(const std::string& bytes, const test::FrameReading& how, std::size_t cut) {
  const auto read = test::read_frames(bytes, how, cut);
  EXPECT_TRUE(read.faults.empty()) << read.faults[0].message;
  EXPECT_EQ(test::write_frames(read.events), bytes);  // what a proxy passes on
  MessageAssembler assembler(how.from, how.agreement);
  std::vector<Message> messages;
  for (const auto& event : read.events) {
    if (auto message = assembler.add(event)) messages.push_back(*std::move(message));
  }
  EXPECT_TRUE(assembler.end().empty());
  return messages;
}

std::string replay(const std::vector<const Message*>& messages, const test::FrameReading& how,
                   const DeflateSettings& settings) {
  MessageWriter writer(how.from, how.agreement, how.agreement, settings);
  MessageTurns turns(messages, writer);
  std::string out;
  while (!turns.is_at_end()) out += test::write_frames(*turns.next());
  return out;
}

Agreement agreement_of(Talker& chance) {
  Agreement agreement;
  if (chance.below(4) == 0) return agreement;
  agreement.deflate = PermessageDeflate{chance.below(2) == 0, chance.below(2) == 0};
  if (chance.below(2) == 0) agreement.deflate->server_max_window_bits = 8 + static_cast<int>(chance.below(8));
  if (chance.below(2) == 0) agreement.deflate->client_max_window_bits = 8 + static_cast<int>(chance.below(8));
  return agreement;
}

TEST(WebSocketRoundTrip, ConversationsComeBackByteForByte) {
  std::size_t compressed = 0, kept = 0, inside = 0;
  for (unsigned seed = 1; seed <= 150; ++seed) {
    SCOPED_TRACE(seed);
    Talker chance(Sender::server, {}, seed);
    test::FrameReading how{chance.below(2) == 0 ? Sender::client : Sender::server};
    how.agreement = agreement_of(chance);
    const auto bytes = Talker(how.from, how.agreement, seed).talk();
    auto messages = record(bytes, how, 0);
    const bool is_long = bytes.size() > 4000;  // byte by byte it takes its time, and the short ones are many
    for (const auto cut : is_long ? std::vector<std::size_t>{1000} : test::cuts) {
      EXPECT_TRUE(record(bytes, how, cut) == messages) << "cut at " << cut;
    }
    std::vector<const Message*> pointers;
    for (const auto& message : messages) pointers.push_back(&message);
    const auto found =
        find_reproduction(pointers, how.agreement.compression(how.from).value_or(Compression{}));
    for (std::size_t i = 0; i < messages.size(); ++i) {
      EXPECT_EQ(messages[i].undecoded, "");
      compressed += messages[i].is_compressed ? 1 : 0;
      kept += found.needs_wire[i] ? 1 : 0;
      inside += messages[i].after_fragment > 0 ? 1 : 0;
      if (!found.needs_wire[i]) messages[i].wire.reset();
    }
    EXPECT_TRUE(replay(pointers, how, found.settings) == bytes);
  }
  EXPECT_GT(compressed, 500U);
  EXPECT_GT(inside, 100U);
  EXPECT_LT(kept, compressed / 100);  // zlib's are found out
}

// Half of the messages keep their bytes although they need not, as in a cassette where some do.
TEST(WebSocketRoundTrip, KeptBytesAndOurOwnMix) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    Talker chance(Sender::server, {}, seed + 1000);
    test::FrameReading how{Sender::server};
    how.agreement.deflate = PermessageDeflate{};
    const auto bytes = Talker(how.from, how.agreement, seed).talk();
    auto messages = record(bytes, how, 0);
    std::vector<const Message*> pointers;
    for (const auto& message : messages) pointers.push_back(&message);
    const auto found = find_reproduction(pointers, {});
    for (std::size_t i = 0; i < messages.size(); ++i) {
      if (!found.needs_wire[i] && chance.below(2) == 0) messages[i].wire.reset();
    }
    EXPECT_TRUE(replay(pointers, how, found.settings) == bytes);
    // Under other settings the bytes differ, and what they say does not.
    const auto other = record(replay(pointers, how, {.level = 2, .memory_level = 3}), how, 0);
    ASSERT_EQ(other.size(), messages.size());
    for (std::size_t i = 0; i < other.size(); ++i) EXPECT_TRUE(other[i].payload == messages[i].payload);
  }
}

std::string from_hex(std::string_view hex) {
  std::string out;
  for (; !hex.empty(); hex.remove_prefix(2)) {
    out += static_cast<char>(hex_value(hex[0]) * 16 + hex_value(hex[1]));
  }
  return out;
}

// Each says the same in two or three messages, a few of them fragmented.
TEST(WebSocketRoundTrip, OtherProgramsComeBackByteForByte) {
  struct Program {
    const char* name;
    Sender from;
    int window_bits;
    const char* bytes;
  };
  for (
      const auto& [name, from, window_bits, hex] :
      {Program{
           "Python's websockets 10.4", Sender::server, 12,
           "c119aa562a28ca4c4e55b232d4514a2c51b252cacbcfcf53aa0500410baa86091be900000000ffff89013f80044216060"
           "0c10100c205aac6ae1a00880203e8"},
       Program{"websocketpp 0.8.2", Sender::server, 15,
               "c119aa562a28ca4c4e55b232d4514a2c51b252cacbcfcf53aa0500c108aa86091ba1080300c105aac6ae1a00"},
       Program{
           "Node's ws 8, over a zlib of its own", Sender::client, 15,
           "c199d4463a2c7e1010041e0a74796674ee7d9e6a6b9e868cf1e31b159029d4418b0f880afaa50e03e1e6880afa0f77f58"
           "08430316ead722768adc181191dfeb919c285243d9fe98efb31f32488828a7c63ef8994"}}) {
    SCOPED_TRACE(name);
    test::FrameReading how{from};
    how.agreement.deflate = PermessageDeflate{false, false, window_bits, window_bits};
    const auto bytes = from_hex(hex);
    auto messages = record(bytes, how, 0);
    ASSERT_GE(messages.size(), 3U);
    EXPECT_EQ(messages[0].payload, R"({"price":1,"at":"noon"})");
    std::vector<const Message*> pointers;
    std::string said;
    for (const auto& message : messages) {
      pointers.push_back(&message);
      if (message.opcode == Opcode::text) said += message.payload + '\n';
    }
    EXPECT_TRUE(said.starts_with("{\"price\":1,\"at\":\"noon\"}\n{\"price\":2,\"at\":\"noon\"}\n")) << said;
    const auto found = find_reproduction(pointers, *how.agreement.compression(from));
    for (std::size_t i = 0; i < messages.size(); ++i) {
      if (!found.needs_wire[i]) messages[i].wire.reset();
    }
    EXPECT_EQ(test::escape(replay(pointers, how, found.settings)), test::escape(bytes));
  }
}

}  // namespace
}  // namespace wiretape::http::websocket

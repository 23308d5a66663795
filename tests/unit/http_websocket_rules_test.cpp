// SPDX-License-Identifier: MIT
// How the rules hear frames, piece by piece. What they find in bytes: http_websocket_frame_reader_test.cpp.
#include "http/websocket_rules.hpp"

#include <gtest/gtest.h>

namespace wiretape::http::websocket {
namespace {

std::vector<std::string> faults_of(FrameRules& rules) {
  std::vector<std::string> out;
  while (auto fault = rules.next_fault()) out.push_back(fault->message);
  return out;
}

// A whole frame; what it is faulted for.
std::vector<std::string> hear(FrameRules& rules, FrameHead head, std::string_view payload) {
  head.length = payload.size();
  rules.begin(head, 0);
  rules.check_length(head);
  while (!payload.empty()) payload.remove_prefix(rules.check_payload(payload));
  rules.end();
  return faults_of(rules);
}

using Faults = std::vector<std::string>;

TEST(FrameRules, KnowWhetherAMessageIsUnderWay) {
  FrameRules rules(Sender::server, {}, {});
  EXPECT_FALSE(rules.is_within_message());
  EXPECT_EQ(hear(rules, {.opcode = Opcode::text, .is_final = false}, "a"), Faults{});
  EXPECT_TRUE(rules.is_within_message());
  EXPECT_EQ(hear(rules, {.opcode = Opcode::ping}, "a"), Faults{});
  EXPECT_TRUE(rules.is_within_message());
  EXPECT_EQ(hear(rules, {.opcode = Opcode::continuation}, "a"), Faults{});
  EXPECT_FALSE(rules.is_within_message());
}

TEST(FrameRules, SayHowManyBytesComeBeforeAFault) {
  FrameRules rules(Sender::server, {}, {});
  const FrameHead head{.opcode = Opcode::text, .length = 6};
  rules.begin(head, 100);
  rules.check_length(head);
  EXPECT_EQ(rules.check_payload("ab\xff\xff"), 2U);
  EXPECT_EQ(*rules.next_fault(), (Fault{"a text that is not UTF-8", 104, 1007}));
  EXPECT_EQ(rules.check_payload("\xff\xff"), 2U);  // given again, and more: told once
  EXPECT_EQ(rules.check_payload("\xffz"), 2U);
  rules.end();
  EXPECT_EQ(faults_of(rules), Faults{});
}

TEST(FrameRules, StartAfreshWithEachMessage) {
  FrameRules rules(Sender::server, {}, {.message_bytes = 4});
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(hear(rules, {.opcode = Opcode::text}, "\xff"), Faults{"a text that is not UTF-8"});
    EXPECT_EQ(hear(rules, {.opcode = Opcode::text}, "12345"), Faults{"a message of more than 4 bytes"});
    EXPECT_EQ(hear(rules, {.opcode = Opcode::text}, "1234"), Faults{});
  }
}

TEST(FrameRules, TellAMessageOverItsLimitOnce) {
  FrameRules rules(Sender::server, {}, {.message_bytes = 4});
  EXPECT_EQ(hear(rules, {.opcode = Opcode::text, .is_final = false}, "123"), Faults{});
  EXPECT_EQ(hear(rules, {.opcode = Opcode::continuation, .is_final = false}, "45"),
            Faults{"a message of more than 4 bytes"});
  EXPECT_EQ(hear(rules, {.opcode = Opcode::ping}, "12345"), Faults{});
  EXPECT_EQ(hear(rules, {.opcode = Opcode::continuation}, "67"), Faults{});
}

TEST(FrameRules, LeaveWhatAnExtensionChangedAlone) {
  FrameRules deflate(Sender::server, {.deflate = PermessageDeflate{}}, {});
  EXPECT_EQ(hear(deflate, {.opcode = Opcode::text, .reserved = rsv1}, "\xff"), Faults{});
  EXPECT_EQ(hear(deflate, {.opcode = Opcode::text}, "\xff"), Faults{"a text that is not UTF-8"});
  FrameRules unknown(Sender::server, {.has_unknown_extension = true}, {});
  EXPECT_EQ(hear(unknown, {.opcode = Opcode::text, .reserved = rsv2 | rsv3}, "\xff"), Faults{});
  EXPECT_EQ(hear(unknown, {.opcode = Opcode::ping, .reserved = rsv1}, "\xff"), Faults{});
}

TEST(FrameRules, LengthsNeverOverflow) {
  FrameRules rules(Sender::server, {}, {});
  const auto half = std::uint64_t{1} << 62;
  int told = 0;
  for (int i = 0; i < 8; ++i) {  // 8 * 2^62 is more than fits
    const FrameHead head{
        .opcode = i == 0 ? Opcode::binary : Opcode::continuation, .is_final = false, .length = half};
    rules.begin(head, 0);
    rules.check_length(head);
    told += static_cast<int>(faults_of(rules).size());
  }
  EXPECT_EQ(told, 8);  // each frame for itself; the message is over its limit with the first
}

}  // namespace
}  // namespace wiretape::http::websocket

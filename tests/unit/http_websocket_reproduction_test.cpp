// SPDX-License-Identifier: MIT
#include "http/websocket_reproduction.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace wiretape::http::websocket {
namespace {

using namespace std::string_literals;
using testing::Each;
using testing::ElementsAre;

// A quotation feed: the messages of a program with these settings.
std::vector<Message> feed(const Compression& agreed, const DeflateSettings& settings, int count = 20,
                          std::size_t lines = 40) {
  Deflater deflater(agreed, settings);
  std::vector<Message> out;
  unsigned number = 7;
  for (int i = 0; i < count; ++i) {
    Message message{.is_compressed = true};
    for (std::size_t line = 0; line < lines; ++line) {
      number = number * 1103515245 + 12345;
      message.payload += R"({"symbol":"WT)" + std::to_string(number % 7) + R"(","price":)" +
                         std::to_string(number % 100'000) + R"(,"at":)" +
                         std::to_string(i * 1000 + number % 13) + "}\n";
    }
    const auto half = message.payload.size() / 2;
    message.fragments = {{.decoded_size = half}, {.decoded_size = message.payload.size() - half}};
    message.wire = deflater.deflate(message.payload, {half, message.payload.size() - half});
    out.push_back(std::move(message));
  }
  return out;
}

Reproduction reproduce(const std::vector<Message>& messages, const Compression& agreed = {}) {
  std::vector<const Message*> pointers;
  for (const auto& message : messages) pointers.push_back(&message);
  return find_reproduction(pointers, agreed);
}

TEST(Reproduction, FindsOutHowAnotherProgramUsesZlib) {
  for (const Compression& agreed :
       {Compression{}, Compression{12, true}, Compression{15, false}, Compression{8, true}}) {
    for (const DeflateSettings& settings :
         {DeflateSettings{}, DeflateSettings{.memory_level = 4}, DeflateSettings{.memory_level = 5},
          DeflateSettings{.level = 1, .memory_level = 9}, DeflateSettings{.level = 9},
          DeflateSettings{.level = 0}, DeflateSettings{.flushes_each_fragment = true},
          DeflateSettings{.keeps_context = false},
          DeflateSettings{
              .level = 3, .memory_level = 1, .flushes_each_fragment = true, .keeps_context = false}}) {
      const auto found = reproduce(feed(agreed, settings), agreed);
      EXPECT_THAT(found.needs_wire, Each(false))
          << "level " << settings.level << ", memory " << settings.memory_level << ", window "
          << agreed.window_bits;
      EXPECT_EQ(found.needs_wire.size(), 20U);
    }
  }
}

TEST(Reproduction, TakesTheDefaultsWhereTheyWillDo) {
  EXPECT_EQ(reproduce(feed({}, {})).settings, DeflateSettings{});
  EXPECT_EQ(reproduce({}).settings, DeflateSettings{});
  EXPECT_EQ(reproduce({{.payload = "not compressed"}}).settings, DeflateSettings{});
}

TEST(Reproduction, SaysWhichMessagesNeedTheirBytes) {
  auto messages = feed({}, {}, 5);
  Deflater other({}, {.level = 0});
  messages[1].wire = other.deflate(messages[1].payload, {});
  messages[3] = {.payload = "not compressed"};
  EXPECT_TRUE(reproduce(messages).needs_wire[1]);
  messages.erase(messages.begin() + 3);
  messages.resize(3);  // what came behind refers to the one that was taken out
  EXPECT_THAT(reproduce(messages).needs_wire, ElementsAre(false, true, false));
}

TEST(Reproduction, AnotherDeflatersMessagesKeepTheirBytes) {
  auto messages = feed({}, {}, 3);
  Deflater other({}, {.strategy = 2});  // no matches: far from what any level makes
  for (auto& message : messages) message.wire = other.deflate(message.payload, {});
  EXPECT_THAT(reproduce(messages).needs_wire, Each(true));
}

TEST(Reproduction, MessagesThatHaveNoBytesToKeepNeedNone) {
  const std::vector<Message> messages = {{.payload = "\xff", .is_compressed = true, .undecoded = "corrupt"},
                                         {.payload = "made by a test", .is_compressed = true}};
  EXPECT_THAT(reproduce(messages).needs_wire, ElementsAre(false, false));
}

TEST(Reproduction, IsNotConfusedByAMessageThatCouldNotBeRead) {
  auto messages = feed({}, {.level = 1}, 3);
  auto after = feed({}, {.level = 1}, 3);
  messages.push_back({.payload = "\xff", .is_compressed = true, .undecoded = "corrupt"});
  messages.insert(messages.end(), after.begin(), after.end());
  EXPECT_THAT(reproduce(messages).needs_wire, Each(false));
}

// Each choice has to deflate a megabyte to fail; all of them would take a minute.
TEST(Reproduction, GivesUpInTime) {
  auto messages = feed({}, {}, 2, 20'000);
  for (auto& message : messages) message.wire = "\xff";
  EXPECT_THAT(reproduce(messages).needs_wire, Each(true));
}

}  // namespace
}  // namespace wiretape::http::websocket

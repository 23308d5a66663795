// SPDX-License-Identifier: MIT
#include "http/websocket_deflate.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include <random>

namespace wiretape::http::websocket {
namespace {

using namespace std::string_literals;

// RFC 7692 §7.2.3
const auto hello = "\xf2\x48\xcd\xc9\xc9\x07\x00"s;
const auto hello_again = "\xf2\x00\x11\x00\x00"s;

std::string inflated(const std::string& wire, std::string_view window = {}) {
  auto result = inflate_message(wire, {wire.size()}, window, {});
  if (const auto* fault = std::get_if<Fault>(&result)) return "fault: " + fault->message;
  return std::get<Inflated>(result).payload;
}
std::vector<std::uint64_t> fragment_sizes(const std::string& wire, const std::vector<std::uint64_t>& sizes) {
  return std::get<Inflated>(inflate_message(wire, sizes, {}, {})).sizes;
}
Fault fault_of(const std::string& wire, const DecodeLimits& limits = {}) {
  return std::get<Fault>(inflate_message(wire, {wire.size()}, {}, limits));
}

TEST(WebSocketInflate, ReadsTheExamplesOfRfc7692) {
  EXPECT_EQ(inflated(hello), "Hello");
  EXPECT_EQ(inflated(hello_again, "Hello"), "Hello");
  EXPECT_EQ(inflated("\x00\x05\x00\xfa\xff\x48\x65\x6c\x6c\x6f\x00"s), "Hello");          // not compressed
  EXPECT_EQ(inflated("\xf3\x48\xcd\xc9\xc9\x07\x00\x00"s), "Hello");                      // a final block
  EXPECT_EQ(inflated("\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00"s), "Hello");  // two blocks
  EXPECT_EQ(inflated("\x00"s), "");                                                       // an empty one
}

TEST(WebSocketInflate, TakesWhatSomeSendersMakeOfTheEnd) {
  EXPECT_EQ(inflated(""), "");                                    // an empty message without a byte
  EXPECT_EQ(inflated("\xf3\x48\xcd\xc9\xc9\x07\x00"s), "Hello");  // nothing behind a final block
}

TEST(WebSocketInflate, AMessageMayGoOnBehindAFinalBlock) {
  EXPECT_EQ(inflated("\xf3\x48\xcd\xc9\xc9\x07\x00"s + hello), "HelloHello");
  EXPECT_EQ(inflated("\xf3\x48\xcd\xc9\xc9\x07\x00"s + hello_again), "HelloHello");  // which refers to it
}

TEST(WebSocketInflate, KnowsWhatEachFragmentGave) {
  using Sizes = std::vector<std::uint64_t>;
  const auto flushed = "\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00"s;  // "He", "llo"
  EXPECT_EQ(fragment_sizes(flushed, {8, 5}), (Sizes{2, 3}));
  EXPECT_EQ(fragment_sizes(flushed, {0, 13}), (Sizes{0, 5}));
  EXPECT_EQ(fragment_sizes(flushed, {13, 0}), (Sizes{5, 0}));
  EXPECT_EQ(fragment_sizes("\xf3\x48\xcd\xc9\xc9\x07\x00"s, {7, 0}), (Sizes{5, 0}));
  for (std::uint64_t n = 0; n <= hello.size(); ++n) {
    const auto sizes = fragment_sizes(hello, {n, hello.size() - n});
    EXPECT_EQ(sizes[0] + sizes[1], 5U);
  }
  EXPECT_EQ(fragment_sizes("", {0, 0}), (Sizes{0, 0}));
}

TEST(WebSocketInflate, FaultsWhatCannotBeRead) {
  const auto prefix = "a compressed message that cannot be read: "s;
  EXPECT_EQ(fault_of("\xff"), (Fault{prefix + "invalid block type", 0, 1007}));
  EXPECT_EQ(fault_of(hello_again), (Fault{prefix + "invalid distance too far back", 0, 1007}));
  for (std::size_t n = 1; n < hello.size(); ++n)
    EXPECT_EQ(fault_of(hello.substr(0, n)).close_code, 1007) << n;
  EXPECT_EQ(fault_of(hello.substr(0, 6)).message, prefix + "it is cut short");
  EXPECT_EQ(fault_of("\x00\x05\x00\xfa\xff\x48"s).message, prefix + "it is cut short");
  EXPECT_EQ(fault_of(hello + "\x00\x00\xff\xff"s).message,
            prefix + "it is cut short");  // the tail not removed
}

// The Compression and the settings do not matter for zeros: some 1000 to 1.
std::string zeros(std::size_t count) {
  Deflater deflater({}, {.level = 9});
  return deflater.deflate(std::string(count, '\0'), {});
}

TEST(WebSocketInflate, IsBounded) {
  const auto bomb = zeros(3'000'000);
  EXPECT_EQ(
      fault_of(bomb, {.bytes = 2'999'999, .ratio = 2000}),
      (Fault{"a compressed message decodes to more than 2999999 bytes, or to more than 2000 times its size",
             0, 1009}));
  EXPECT_EQ(fault_of(bomb, {.ratio = 100}).close_code, 1009);
  EXPECT_EQ(std::get<Inflated>(inflate_message(bomb, {bomb.size()}, {}, {.bytes = 3'000'000, .ratio = 2000}))
                .payload,
            std::string(3'000'000, '\0'));
}

// Output that ends exactly where zlib's buffer ends leaves it in doubt whether more comes.
TEST(WebSocketInflate, ReadsMessagesOfEverySizeAroundItsBuffer) {
  for (const std::size_t full : {32 * 1024, 64 * 1024}) {
    for (std::size_t size = full - 3; size <= full + 3; ++size) {
      EXPECT_EQ(inflated(zeros(size)), std::string(size, '\0')) << size;
      std::string stored = "\x00"s + static_cast<char>(size) + static_cast<char>(size >> 8) +
                           static_cast<char>(~size) + static_cast<char>(~size >> 8) + std::string(size, 'x') +
                           '\0';
      if (size < 65536) {
        EXPECT_EQ(inflated(stored), std::string(size, 'x')) << size;
      }
    }
  }
}

TEST(WebSocketHistory, HoldsTheLast32KiB) {
  History history;
  std::string all;
  for (int i = 0; i < 200; ++i) {
    const std::string more(static_cast<std::size_t>(i * i), static_cast<char>('a' + i % 26));
    history.add(more);
    all += more;
    const auto from = all.size() - std::min<std::size_t>(all.size(), 32 * 1024);
    EXPECT_EQ(history.window(), std::string_view(all).substr(from)) << i;
  }
  history.clear();
  EXPECT_EQ(history.window(), "");
}

TEST(WebSocketDeflate, MakesTheExamplesOfRfc7692) {
  Deflater keeping({}, {});
  EXPECT_EQ(keeping.deflate("Hello", {}), hello);
  EXPECT_EQ(keeping.deflate("Hello", {}), hello_again);
  Deflater fresh({.keeps_context = false}, {});
  EXPECT_EQ(fresh.deflate("Hello", {}), hello);
  EXPECT_EQ(fresh.deflate("Hello", {}), hello);
  Deflater stored({}, {.level = 0});
  EXPECT_EQ(stored.deflate("Hello", {}), "\x00\x05\x00\xfa\xff\x48\x65\x6c\x6c\x6f\x00"s);
  Deflater flushing({}, {.flushes_each_fragment = true});
  EXPECT_EQ(flushing.deflate("Hello", {2, 3}), "\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00"s);
}

TEST(WebSocketDeflate, EmptyMessagesHaveOneByte) {
  Deflater deflater({}, {});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(deflater.deflate("", {}), "\0"s) << i;
  EXPECT_EQ(deflater.deflate("Hello", {}), hello);
  EXPECT_EQ(deflater.deflate("", {}), "\0"s);
}

TEST(WebSocketDeflate, ForgetsWhenTold) {
  Deflater deflater({}, {});
  deflater.forget();
  EXPECT_EQ(deflater.deflate("Hello", {}), hello);
  deflater.forget();
  EXPECT_EQ(deflater.deflate("Hello", {}), hello);
}

TEST(WebSocketDeflate, SettingsOutOfRangeAreTheNearestOnes) {
  for (const int number : {-100, 100}) {
    Deflater deflater({.window_bits = number}, {.level = number, .memory_level = number, .strategy = number});
    EXPECT_EQ(inflated(deflater.deflate("Hello", {})), "Hello");
  }
}

// A text that repeats itself at every distance.
std::string repetitive(std::mt19937& random, std::size_t size) {
  std::string out;
  while (out.size() < size) {
    const auto far = out.empty() ? 0 : random() % out.size();
    const auto count = random() % 20;
    if (far == 0 || random() % 3 == 0) {
      out += static_cast<char>(random());
    } else {
      for (std::size_t i = 0; i < count; ++i) out += out[out.size() - far];
    }
  }
  return out;
}

TEST(WebSocketDeflate, ReadsBackWithEverySettingAndEveryWindow) {
  std::mt19937 random(1);  // NOLINT: the same bytes on every run
  for (int window_bits = 8; window_bits <= 15; ++window_bits) {
    for (const bool keeps : {true, false}) {
      for (const int level : {0, 1, 4, 6, 9}) {
        Deflater deflater({window_bits, keeps}, {.level = level, .memory_level = 1 + level});
        History history;
        for (const std::size_t size : {0U, 10U, 1000U, 0U, 50'000U, 100U}) {
          const auto message = repetitive(random, size);
          EXPECT_EQ(inflated(deflater.deflate(message, {}), keeps ? history.window() : ""), message);
          history.add(message);
        }
      }
    }
  }
}

// A receiver with exactly this window: zlib's own, given room for one byte at a time, so that what it
// refers back to can stand nowhere but in the window.
bool is_readable_within(int window_bits, std::string wire, const std::string& payload) {
  z_stream stream{};
  if (inflateInit2(&stream, -window_bits) != Z_OK) return false;
  wire += "\x00\x00\xff\xff"s;
  stream.next_in = reinterpret_cast<Bytef*>(wire.data());
  stream.avail_in = static_cast<uInt>(wire.size());
  std::string out;
  int status = Z_OK;
  while (status == Z_OK) {
    char byte = 0;
    stream.next_out = reinterpret_cast<Bytef*>(&byte);
    stream.avail_out = 1;
    status = ::inflate(&stream, Z_SYNC_FLUSH);
    if (stream.avail_out == 0) out += byte;
  }
  inflateEnd(&stream);
  return status == Z_BUF_ERROR && out == payload;
}

TEST(WebSocketDeflate, KeepsWithinTheWindowThatWasAgreed) {
  std::mt19937 random(2);  // NOLINT: the same bytes on every run
  const auto payload = repetitive(random, 20'000);
  for (int window_bits = 8; window_bits <= 13; ++window_bits) {
    for (int level = 1; level <= 9; ++level) {
      for (const int strategy : {Z_DEFAULT_STRATEGY, Z_FILTERED, Z_RLE, Z_FIXED}) {
        Deflater deflater({.window_bits = window_bits}, {.level = level, .strategy = strategy});
        EXPECT_TRUE(is_readable_within(window_bits, deflater.deflate(payload, {}), payload))
            << window_bits << " bits, level " << level << ", strategy " << strategy;
      }
    }
  }
  Deflater wide({.window_bits = 10}, {});
  EXPECT_FALSE(is_readable_within(8, wide.deflate(payload, {}), payload));  // so the check can fail
}

}  // namespace
}  // namespace wiretape::http::websocket

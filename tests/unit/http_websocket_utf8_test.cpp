// SPDX-License-Identifier: MIT
#include "http/websocket_utf8.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "base/text.hpp"

namespace wiretape::http::websocket {
namespace {

using namespace std::string_literals;
constexpr auto npos = Utf8Validator::npos;

// The place of the first bad byte when `bytes` come in pieces of `cut` bytes; the size where the end
// comes too early.
std::size_t first_bad(const std::string& bytes, std::size_t cut) {
  Utf8Validator validator;
  for (std::size_t at = 0; at < bytes.size(); at += cut) {
    const auto bad = validator.feed(std::string_view(bytes).substr(at, cut));
    if (bad != npos) return at + bad;
  }
  return validator.is_complete() ? npos : bytes.size();
}

void expect_bad(const std::string& bytes, std::size_t where) {
  for (const std::size_t cut : {1U, 2U, 3U, 7U, 100U}) {
    EXPECT_EQ(first_bad(bytes, cut), where) << escape_control(bytes) << " cut at " << cut;
  }
}

TEST(WebSocketUtf8, TakesWhatIsValid) {
  for (const auto& text :
       {""s, "Hello"s, "\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5"s, "\x7f"s, "\xc2\x80"s, "\xdf\xbf"s,
        "\xe0\xa0\x80"s, "\xed\x9f\xbf"s, "\xee\x80\x80"s, "\xef\xbf\xbd"s, "\xef\xbf\xbe"s, "\xef\xbf\xbf"s,
        "\xf0\x90\x80\x80"s, "\xf0\x9f\xbf\xbf"s, "\xf4\x8f\xbf\xbf"s, "\0"s,
        "seven bytes and\xc3\xa9 more, and then some"s}) {
    expect_bad(text, npos);
  }
}

TEST(WebSocketUtf8, FindsTheFirstByteThatCannotStand) {
  expect_bad("\x80", 0);  // a tail without a beginning
  expect_bad("a\xbf", 1);
  expect_bad("\xc0\xaf", 0);  // overlong forms of "/"
  expect_bad("\xc1\xbf", 0);
  expect_bad("\xe0\x80\xaf", 1);
  expect_bad("\xe0\x9f\xbf", 1);
  expect_bad("\xf0\x80\x80\xaf", 1);
  expect_bad("\xf0\x8f\xbf\xbf", 1);
  expect_bad("\xf8\x88\x80\x80\x80", 0);  // five and six bytes were never allowed by RFC 3629
  expect_bad("\xfc\x84\x80\x80\x80\x80", 0);
  expect_bad("\xed\xa0\x80", 1);  // surrogates, alone and in pairs
  expect_bad("\xed\xbf\xbf", 1);
  expect_bad("\xed\xa0\x80\xed\xb0\x80", 1);
  expect_bad("\xf4\x90\x80\x80", 1);  // beyond U+10FFFF
  expect_bad("\xf5\x80\x80\x80", 0);
  expect_bad("\xfe", 0);
  expect_bad("\xff", 0);
  expect_bad("\xc3(", 1);  // a beginning without its tail
  expect_bad("\xe2\x82(", 2);
  expect_bad("\xf0\x9f\x98(", 3);
  expect_bad("0123456789\xffxx", 10);
}

TEST(WebSocketUtf8, FindsATextThatEndsWithinACharacter) {
  for (const auto& whole : {"\xc3\xa9"s, "\xe2\x82\xac"s, "\xf0\x9f\x98\x80"s}) {
    for (std::size_t n = 1; n < whole.size(); ++n) expect_bad("x" + whole.substr(0, n), n + 1);
  }
}

TEST(WebSocketUtf8, PassesOverWhatFollowsTheFirstFault) {
  Utf8Validator validator;
  EXPECT_EQ(validator.feed("ab\xff\xff"), 2U);
  EXPECT_EQ(validator.feed("\xff"), npos);
  EXPECT_TRUE(validator.has_failed());
  EXPECT_FALSE(validator.is_complete());
}

TEST(WebSocketUtf8, AgreesWithTheWholeCheckOnRandomBytes) {
  std::mt19937 random(1);  // NOLINT: the same bytes on every run
  const std::vector<std::string> parts = {"a",    "\x80", "\xbf", "\xc2",       "\xc3", "\xe0",
                                          "\xa0", "\x9f", "\xed", "\xef",       "\xf0", "\x90",
                                          "\x8f", "\xf4", "\xf5", "plain text "};
  int valid = 0, bad = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes;
    for (auto left = random() % 6; left > 0; --left) bytes += parts[random() % parts.size()];
    const bool is_valid = is_valid_utf8(bytes);
    EXPECT_EQ(first_bad(bytes, 1 + random() % 4) == npos, is_valid) << escape_control(bytes);
    (is_valid ? valid : bad) += 1;
  }
  EXPECT_GT(valid, 1000);
  EXPECT_GT(bad, 1000);
}

}  // namespace
}  // namespace wiretape::http::websocket
